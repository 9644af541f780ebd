package io.millrace.support;

import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsResult;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.jspecify.annotations.Nullable;

/** What a cluster says of the configs of its topics. */
public final class TopicConfigs extends DescribeConfigsResult {

    private TopicConfigs(Map<ConfigResource, KafkaFuture<Config>> answers) {
        super(answers);
    }

    /** Returns an admin client that knows nothing but how many bytes a record of each topic may have. */
    public static Admin admin(Map<String, Integer> limits) {
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("describeConfigs")) {
                        return answer((Collection<?>) arguments[0], limits::get);
                    }
                    throw new UnsupportedOperationException(method.toString());
                });
    }

    /** Returns the answer on {@code resources}; a topic that {@code limits} has no answer to does not exist, and what it throws is the answer. */
    public static DescribeConfigsResult answer(Collection<?> resources, Function<String, @Nullable Integer> limits) {
        Map<ConfigResource, KafkaFuture<Config>> answers = new HashMap<>();
        for (Object resource : resources) {
            ConfigResource topic = (ConfigResource) resource;
            answers.put(topic, answer(topic.name(), limits));
        }
        return new TopicConfigs(answers);
    }

    private static KafkaFuture<Config> answer(String topic, Function<String, @Nullable Integer> limits) {
        KafkaFutureImpl<Config> answer = new KafkaFutureImpl<>();
        try {
            Integer limit = limits.apply(topic);
            if (limit == null) {
                throw new UnknownTopicOrPartitionException("unknown");
            }
            answer.complete(
                    new Config(List.of(new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(limit)))));
        } catch (ApiException e) {
            answer.completeExceptionally(e);
        }
        return answer;
    }
}
