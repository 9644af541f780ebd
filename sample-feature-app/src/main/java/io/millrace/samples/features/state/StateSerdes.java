package io.millrace.samples.features.state;

import io.millrace.samples.features.model.ItemCounts;
import io.millrace.samples.features.model.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * The stored forms of histories: a byte that names the form, then the fields. A changelog gets a user's whole history with each checkpoint
 * that changed it, so it is kept small: some 30 bytes for an action.
 */
public final class StateSerdes {
    private static final int FORM = 1;
    private static final Kind[] KINDS = Kind.values();

    private StateSerdes() {}

    public static Serde<UserHistory> userHistory() {
        return serde(StateSerdes::write, StateSerdes::readUser);
    }

    public static Serde<ItemHistory> itemHistory() {
        return serde(StateSerdes::write, StateSerdes::readItem);
    }

    private static void write(UserHistory history, DataOutputStream out) throws IOException {
        out.writeLong(history.forgottenUpTo());
        out.writeLong(history.before().begin());
        out.writeLong(history.before().end());
        out.writeLong(history.before().events());
        out.writeLong(history.asOf());
        out.writeLong(history.version());
        out.writeInt(history.actions().size());
        for (Action action : history.actions()) {
            out.writeLong(action.time());
            out.writeByte(action.kind().ordinal());
            out.writeUTF(action.item());
            out.writeLong(action.cents());
        }
    }

    private static UserHistory readUser(DataInputStream in) throws IOException {
        long forgottenUpTo = in.readLong();
        Session before = new Session(in.readLong(), in.readLong(), in.readLong());
        long asOf = in.readLong();
        long version = in.readLong();
        int count = in.readInt();
        List<Action> actions = new ArrayList<>(count);
        for (int number = 0; number < count; number++) {
            actions.add(new Action(in.readLong(), KINDS[in.readByte()], in.readUTF(), in.readLong()));
        }
        return new UserHistory(actions, forgottenUpTo, before, asOf, version);
    }

    private static void write(ItemHistory history, DataOutputStream out) throws IOException {
        out.writeLong(history.lastSeen());
        out.writeLong(history.asOf());
        out.writeLong(history.version());
        out.writeInt(history.panes().size());
        for (ItemHistory.Pane pane : history.panes()) {
            out.writeLong(pane.begin());
            out.writeLong(pane.counts().views());
            out.writeLong(pane.counts().carts());
            out.writeLong(pane.counts().purchases());
            out.writeLong(pane.counts().soldCents());
        }
    }

    private static ItemHistory readItem(DataInputStream in) throws IOException {
        long lastSeen = in.readLong();
        long asOf = in.readLong();
        long version = in.readLong();
        int count = in.readInt();
        List<ItemHistory.Pane> panes = new ArrayList<>(count);
        for (int number = 0; number < count; number++) {
            panes.add(new ItemHistory.Pane(
                    in.readLong(), new ItemCounts(in.readLong(), in.readLong(), in.readLong(), in.readLong())));
        }
        return new ItemHistory(panes, lastSeen, asOf, version);
    }

    private static <T> Serde<T> serde(Writer<T> writer, Reader<T> reader) {
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : bytes(writer, value),
                (topic, bytes) -> bytes == null ? null : value(topic, reader, bytes));
    }

    private static <T> byte[] bytes(Writer<T> writer, T value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORM);
            writer.write(value, out);
        } catch (IOException e) {
            throw new SerializationException("A history can't be written to memory", e);
        }
        return bytes.toByteArray();
    }

    private static <T> T value(String topic, Reader<T> reader, byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int form = in.readByte();
            if (form != FORM) {
                throw new SerializationException(
                        "A history in '%s' has form %d; this version reads form %d".formatted(topic, form, FORM));
            }
            return reader.read(in);
        } catch (IOException e) {
            throw new SerializationException("A history in '%s' ends early".formatted(topic), e);
        }
    }

    @FunctionalInterface
    private interface Writer<T> {
        void write(T value, DataOutputStream out) throws IOException;
    }

    @FunctionalInterface
    private interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }
}
