package io.millrace.faults;

/**
 * A record of the load on its way through two shuffles: the account, by which it comes, and its number in that account's
 * sequence 1, 2, ... Both keys that it is moved by follow from these. Immutable.
 *
 * <p>Of one account's payments every {@link #GROUPS}th goes to the same group, and of those every {@link #BUCKETS}th to the same
 * bucket. So whoever sees them by account and new key knows which one is next.
 */
record Payment(int account, long sequence) {

    static final int ACCOUNTS = Ledger.KEYS;
    static final int GROUPS = 8;
    static final int BUCKETS = 9; // no common divisor with the groups

    static Payment of(String account, long sequence) {
        return new Payment(Integer.parseInt(account.substring(Ledger.KEY.length())), sequence);
    }

    static Payment parse(String text) {
        String[] parts = text.split(" ", 3);
        return new Payment(Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
    }

    /** Returns the key of the first shuffle. */
    String group() {
        return "group-" + groupNumber();
    }

    /** Returns the key of the second shuffle. */
    String bucket() {
        return "bucket-" + (3 * account + sequence) % BUCKETS;
    }

    /** Returns the number of its account and group, in which it came to its bucket. */
    int accountAndGroup() {
        return account * GROUPS + groupNumber();
    }

    private int groupNumber() {
        return (int) ((account + sequence) % GROUPS);
    }

    @Override
    public String toString() {
        return account + " " + sequence;
    }
}
