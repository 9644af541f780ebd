package io.millrace.samples.fraud.generator;

import io.millrace.samples.fraud.model.Geography;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The people of the made-up world. They travel, one in twenty being abroad, and pay nothing on the way.
 *
 * <p>A card is the same in every run with the same seed, so that what is remembered of it stays true.
 *
 * <p>Confined to the generator's thread.
 */
final class Owners {
    private static final double LEAVES_HOME = 0.008;
    private static final double LEAVES_FOR_HOME = 0.15;
    private static final double FLIGHT_KM_PER_HOUR = 800;
    private static final double AIRPORT_HOURS = 4;
    private static final double HABITS_SIGMA = 0.4;
    private static final double FRUGAL = 0.6;
    private static final int MOST_TRIES = 50;

    private final long seed;
    private final Chance chance;
    private final double timeLapse;
    private final List<Owner> owners = new ArrayList<>();

    /** {@code timeLapse} is how much faster than the clock they live. */
    Owners(long seed, Chance chance, double timeLapse) {
        this.seed = seed;
        this.chance = chance;
        this.timeLapse = timeLapse;
    }

    /** Returns one of the first {@code count} owners who is free to pay; some that are asked travel instead. */
    Owner free(int count, Instant time) {
        Owner owner = any(count, candidate -> candidate.isFree(time));
        for (int travellers = 0; travellers < MOST_TRIES && leaves(owner, time); travellers++) {
            owner = any(count, candidate -> candidate.isFree(time));
        }
        return owner;
    }

    /** Returns one of the first {@code count} owners who is free, and spends less than most. */
    Owner frugal(int count, Instant time) {
        return any(count, owner -> owner.isFree(time) && owner.card().spending() < FRUGAL);
    }

    private Owner any(int count, Predicate<Owner> wanted) {
        while (owners.size() < count) {
            owners.add(new Owner(card(owners.size() + 1)));
        }
        List<Owner> choice = owners.subList(0, count);
        Owner owner = chance.oneOf(choice);
        for (int tries = 1; tries < MOST_TRIES && !wanted.test(owner); tries++) {
            owner = chance.oneOf(choice);
        }
        return owner;
    }

    private boolean leaves(Owner owner, Instant time) {
        if (!chance.happens(owner.isAtHome() ? LEAVES_HOME : LEAVES_FOR_HOME)) {
            return false;
        }
        String destination = owner.isAtHome()
                ? chance.oneOf(Home.DESTINATIONS)
                : owner.card().home().country();
        double hours = kilometers(owner.country(), destination) / FLIGHT_KM_PER_HOUR + AIRPORT_HOURS;
        owner.travelTo(destination, time.plus(Duration.ofMillis(Math.round(hours * 3_600_000 / timeLapse))));
        return true;
    }

    static double kilometers(String from, String to) {
        return Geography.kilometersBetween(from, to)
                .orElseThrow(() -> new IllegalStateException("Nobody knows where %s or %s is".formatted(from, to)));
    }

    private Card card(int number) {
        Chance ofThisCard = new Chance(seed * 1_000_003 + number);
        Home home = ofThisCard.oneOf(Home.ALL, Home::share);
        return new Card("card-%05d".formatted(number), home, ofThisCard.around(1, HABITS_SIGMA));
    }
}
