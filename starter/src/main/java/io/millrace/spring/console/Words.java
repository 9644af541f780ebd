package io.millrace.spring.console;

import java.util.Locale;

/** How numbers are written in sentences. */
final class Words {

    private Words() {}

    static String count(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }

    static String records(long number) {
        return number == 1 ? "1 record" : count(number) + " records";
    }

    static String perSecond(double records) {
        return records < 10 ? String.format(Locale.ENGLISH, "%.1f", records) : count(Math.round(records));
    }

    static String percent(double share) {
        return Math.round(share * 100) + " %";
    }

    /** Writes a duration so that people see how long it is: '8 s', '3 min', '2 h'. */
    static String time(double seconds) {
        if (seconds < 1) {
            return "less than a second";
        }
        if (seconds < 120) {
            return Math.round(seconds) + " s";
        }
        if (seconds < 7_200) {
            return Math.round(seconds / 60) + " min";
        }
        return seconds < 172_800 ? Math.round(seconds / 3_600) + " h" : Math.round(seconds / 86_400) + " days";
    }
}
