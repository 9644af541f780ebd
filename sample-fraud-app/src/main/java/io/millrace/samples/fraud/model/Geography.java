package io.millrace.samples.fraud.model;

import java.util.Map;
import java.util.OptionalDouble;

/** Where countries are, about: one point stands for each. Stateless. */
public final class Geography {
    private static final double EARTH_RADIUS_KM = 6_371;

    private static final Map<String, Point> POINTS = Map.ofEntries(
            Map.entry("AE", new Point(24.3, 54.4)),
            Map.entry("AR", new Point(-34.6, -60.6)),
            Map.entry("AT", new Point(47.8, 14.6)),
            Map.entry("AU", new Point(-33.5, 147.0)),
            Map.entry("BE", new Point(50.8, 4.5)),
            Map.entry("BR", new Point(-20.0, -46.0)),
            Map.entry("CA", new Point(45.9, -78.0)),
            Map.entry("CH", new Point(47.0, 8.2)),
            Map.entry("CN", new Point(33.0, 113.0)),
            Map.entry("CZ", new Point(49.8, 15.3)),
            Map.entry("DE", new Point(50.9, 9.9)),
            Map.entry("DK", new Point(55.8, 10.7)),
            Map.entry("EG", new Point(30.0, 31.2)),
            Map.entry("ES", new Point(40.2, -3.5)),
            Map.entry("FI", new Point(61.2, 24.9)),
            Map.entry("FR", new Point(47.2, 2.4)),
            Map.entry("GB", new Point(52.6, -1.5)),
            Map.entry("GR", new Point(38.5, 23.3)),
            Map.entry("IE", new Point(53.2, -7.1)),
            Map.entry("IN", new Point(22.0, 79.0)),
            Map.entry("IR", new Point(34.0, 51.5)),
            Map.entry("IT", new Point(43.0, 12.0)),
            Map.entry("JP", new Point(35.6, 138.0)),
            Map.entry("KP", new Point(39.5, 126.5)),
            Map.entry("KR", new Point(36.7, 127.6)),
            Map.entry("MM", new Point(19.5, 96.0)),
            Map.entry("MX", new Point(20.5, -100.0)),
            Map.entry("NL", new Point(52.1, 5.1)),
            Map.entry("NO", new Point(60.4, 9.6)),
            Map.entry("PL", new Point(51.8, 19.4)),
            Map.entry("PT", new Point(39.8, -8.5)),
            Map.entry("SE", new Point(58.8, 15.4)),
            Map.entry("SG", new Point(1.35, 103.8)),
            Map.entry("TH", new Point(14.6, 100.8)),
            Map.entry("TR", new Point(39.5, 32.5)),
            Map.entry("US", new Point(38.5, -92.0)),
            Map.entry("ZA", new Point(-28.5, 27.5)));

    private Geography() {}

    /** Returns how far two countries are apart, as the crow flies; empty if it does not know one of them. */
    public static OptionalDouble kilometersBetween(String country, String other) {
        if (country.equals(other)) {
            return OptionalDouble.of(0);
        }
        Point from = POINTS.get(country);
        Point to = POINTS.get(other);
        return from == null || to == null ? OptionalDouble.empty() : OptionalDouble.of(from.kilometersTo(to));
    }

    private record Point(double latitude, double longitude) {

        /** The haversine formula. */
        double kilometersTo(Point other) {
            double halfOfNorth = Math.toRadians(other.latitude - latitude) / 2;
            double halfOfEast = Math.toRadians(other.longitude - longitude) / 2;
            double chord = square(Math.sin(halfOfNorth))
                    + Math.cos(Math.toRadians(latitude))
                            * Math.cos(Math.toRadians(other.latitude))
                            * square(Math.sin(halfOfEast));
            return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(chord)));
        }

        private static double square(double number) {
            return number * number;
        }
    }
}
