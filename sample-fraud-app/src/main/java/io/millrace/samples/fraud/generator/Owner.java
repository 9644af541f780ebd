package io.millrace.samples.fraud.generator;

import java.time.Instant;

/** The owner of a card: where they are, and from when on they may pay again. Confined to the generator's thread. */
final class Owner {
    private final Card card;
    private String country;
    private Instant freeFrom = Instant.MIN;

    Owner(Card card) {
        this.card = card;
        this.country = card.home().country();
    }

    Card card() {
        return card;
    }

    /** Returns the country where they are, or will be when they are free. */
    String country() {
        return country;
    }

    boolean isAtHome() {
        return country.equals(card.home().country());
    }

    boolean isFree(Instant time) {
        return !time.isBefore(freeFrom);
    }

    void restUntil(Instant time) {
        freeFrom = time;
    }

    void travelTo(String destination, Instant arrival) {
        country = destination;
        freeFrom = arrival;
    }
}
