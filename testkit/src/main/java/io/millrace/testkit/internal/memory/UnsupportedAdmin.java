package io.millrace.testkit.internal.memory;

import java.time.Duration;
import java.util.*;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.common.*;
import org.apache.kafka.common.acl.*;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.quota.*;

/** The methods of an admin client that nothing here has a use for: they say so. Immutable. */
@SuppressWarnings({"deprecation", "removal"}) // the interface has such methods
abstract class UnsupportedAdmin implements Admin {

    @Override
    public DescribeAclsResult describeAcls(AclBindingFilter subject, DescribeAclsOptions options) {
        throw unsupported("describeAcls");
    }

    @Override
    public CreateAclsResult createAcls(Collection<AclBinding> subject, CreateAclsOptions options) {
        throw unsupported("createAcls");
    }

    @Override
    public DeleteAclsResult deleteAcls(Collection<AclBindingFilter> subject, DeleteAclsOptions options) {
        throw unsupported("deleteAcls");
    }

    @Override
    public AlterConfigsResult incrementalAlterConfigs(
            Map<ConfigResource, Collection<AlterConfigOp>> subject, AlterConfigsOptions options) {
        throw unsupported("incrementalAlterConfigs");
    }

    @Override
    public AlterReplicaLogDirsResult alterReplicaLogDirs(
            Map<TopicPartitionReplica, String> subject, AlterReplicaLogDirsOptions options) {
        throw unsupported("alterReplicaLogDirs");
    }

    @Override
    public DescribeLogDirsResult describeLogDirs(Collection<Integer> subject, DescribeLogDirsOptions options) {
        throw unsupported("describeLogDirs");
    }

    @Override
    public DescribeReplicaLogDirsResult describeReplicaLogDirs(
            Collection<TopicPartitionReplica> subject, DescribeReplicaLogDirsOptions options) {
        throw unsupported("describeReplicaLogDirs");
    }

    @Override
    public CreateDelegationTokenResult createDelegationToken(CreateDelegationTokenOptions options) {
        throw unsupported("createDelegationToken");
    }

    @Override
    public RenewDelegationTokenResult renewDelegationToken(byte[] subject, RenewDelegationTokenOptions options) {
        throw unsupported("renewDelegationToken");
    }

    @Override
    public ExpireDelegationTokenResult expireDelegationToken(byte[] subject, ExpireDelegationTokenOptions options) {
        throw unsupported("expireDelegationToken");
    }

    @Override
    public DescribeDelegationTokenResult describeDelegationToken(DescribeDelegationTokenOptions options) {
        throw unsupported("describeDelegationToken");
    }

    @Override
    public DescribeConsumerGroupsResult describeConsumerGroups(
            Collection<String> subject, DescribeConsumerGroupsOptions options) {
        throw unsupported("describeConsumerGroups");
    }

    @Override
    public ListConsumerGroupsResult listConsumerGroups(ListConsumerGroupsOptions options) {
        throw unsupported("listConsumerGroups");
    }

    @Override
    public ListStreamsGroupOffsetsResult listStreamsGroupOffsets(
            Map<String, ListStreamsGroupOffsetsSpec> subject, ListStreamsGroupOffsetsOptions options) {
        throw unsupported("listStreamsGroupOffsets");
    }

    @Override
    public DeleteStreamsGroupsResult deleteStreamsGroups(
            Collection<String> subject, DeleteStreamsGroupsOptions options) {
        throw unsupported("deleteStreamsGroups");
    }

    @Override
    public DeleteStreamsGroupOffsetsResult deleteStreamsGroupOffsets(
            String one, Set<TopicPartition> two, DeleteStreamsGroupOffsetsOptions three) {
        throw unsupported("deleteStreamsGroupOffsets");
    }

    @Override
    public ListGroupsResult listGroups(ListGroupsOptions options) {
        throw unsupported("listGroups");
    }

    @Override
    public ElectLeadersResult electLeaders(ElectionType one, Set<TopicPartition> two, ElectLeadersOptions three) {
        throw unsupported("electLeaders");
    }

    @Override
    public AlterPartitionReassignmentsResult alterPartitionReassignments(
            Map<TopicPartition, Optional<NewPartitionReassignment>> subject,
            AlterPartitionReassignmentsOptions options) {
        throw unsupported("alterPartitionReassignments");
    }

    @Override
    public ListPartitionReassignmentsResult listPartitionReassignments(
            Optional<Set<TopicPartition>> subject, ListPartitionReassignmentsOptions options) {
        throw unsupported("listPartitionReassignments");
    }

    @Override
    public RemoveMembersFromConsumerGroupResult removeMembersFromConsumerGroup(
            String subject, RemoveMembersFromConsumerGroupOptions options) {
        throw unsupported("removeMembersFromConsumerGroup");
    }

    @Override
    public AlterStreamsGroupOffsetsResult alterStreamsGroupOffsets(
            String one,
            Map<TopicPartition, org.apache.kafka.clients.consumer.OffsetAndMetadata> two,
            AlterStreamsGroupOffsetsOptions three) {
        throw unsupported("alterStreamsGroupOffsets");
    }

    @Override
    public DescribeClientQuotasResult describeClientQuotas(
            ClientQuotaFilter subject, DescribeClientQuotasOptions options) {
        throw unsupported("describeClientQuotas");
    }

    @Override
    public AlterClientQuotasResult alterClientQuotas(
            Collection<ClientQuotaAlteration> subject, AlterClientQuotasOptions options) {
        throw unsupported("alterClientQuotas");
    }

    @Override
    public DescribeUserScramCredentialsResult describeUserScramCredentials(
            List<String> subject, DescribeUserScramCredentialsOptions options) {
        throw unsupported("describeUserScramCredentials");
    }

    @Override
    public AlterUserScramCredentialsResult alterUserScramCredentials(
            List<UserScramCredentialAlteration> subject, AlterUserScramCredentialsOptions options) {
        throw unsupported("alterUserScramCredentials");
    }

    @Override
    public DescribeFeaturesResult describeFeatures(DescribeFeaturesOptions options) {
        throw unsupported("describeFeatures");
    }

    @Override
    public UpdateFeaturesResult updateFeatures(Map<String, FeatureUpdate> subject, UpdateFeaturesOptions options) {
        throw unsupported("updateFeatures");
    }

    @Override
    public DescribeMetadataQuorumResult describeMetadataQuorum(DescribeMetadataQuorumOptions options) {
        throw unsupported("describeMetadataQuorum");
    }

    @Override
    public UnregisterBrokerResult unregisterBroker(int subject, UnregisterBrokerOptions options) {
        throw unsupported("unregisterBroker");
    }

    @Override
    public ListConfigResourcesResult listConfigResources(
            Set<ConfigResource.Type> subject, ListConfigResourcesOptions options) {
        throw unsupported("listConfigResources");
    }

    @Override
    public ListClientMetricsResourcesResult listClientMetricsResources(ListClientMetricsResourcesOptions options) {
        throw unsupported("listClientMetricsResources");
    }

    @Override
    public Uuid clientInstanceId(Duration options) {
        throw unsupported("clientInstanceId");
    }

    @Override
    public AddRaftVoterResult addRaftVoter(int one, Uuid two, Set<RaftVoterEndpoint> three, AddRaftVoterOptions four) {
        throw unsupported("addRaftVoter");
    }

    @Override
    public RemoveRaftVoterResult removeRaftVoter(int one, Uuid two, RemoveRaftVoterOptions three) {
        throw unsupported("removeRaftVoter");
    }

    @Override
    public DescribeShareGroupsResult describeShareGroups(
            Collection<String> subject, DescribeShareGroupsOptions options) {
        throw unsupported("describeShareGroups");
    }

    @Override
    public AlterShareGroupOffsetsResult alterShareGroupOffsets(
            String one, Map<TopicPartition, Long> two, AlterShareGroupOffsetsOptions three) {
        throw unsupported("alterShareGroupOffsets");
    }

    @Override
    public ListShareGroupOffsetsResult listShareGroupOffsets(
            Map<String, ListShareGroupOffsetsSpec> subject, ListShareGroupOffsetsOptions options) {
        throw unsupported("listShareGroupOffsets");
    }

    @Override
    public DeleteShareGroupOffsetsResult deleteShareGroupOffsets(
            String one, Set<String> two, DeleteShareGroupOffsetsOptions three) {
        throw unsupported("deleteShareGroupOffsets");
    }

    @Override
    public DeleteShareGroupsResult deleteShareGroups(Collection<String> subject, DeleteShareGroupsOptions options) {
        throw unsupported("deleteShareGroups");
    }

    @Override
    public DescribeStreamsGroupsResult describeStreamsGroups(
            Collection<String> subject, DescribeStreamsGroupsOptions options) {
        throw unsupported("describeStreamsGroups");
    }

    @Override
    public DescribeClassicGroupsResult describeClassicGroups(
            Collection<String> subject, DescribeClassicGroupsOptions options) {
        throw unsupported("describeClassicGroups");
    }

    @Override
    public TerminateTransactionResult forceTerminateTransaction(String subject, TerminateTransactionOptions options) {
        throw unsupported("forceTerminateTransaction");
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return Map.of();
    }

    @Override
    public void registerMetricForSubscription(KafkaMetric metric) {
        // There is nobody to send metrics to.
    }

    @Override
    public void unregisterMetricFromSubscription(KafkaMetric metric) {
        // There is nobody to send metrics to.
    }

    private static UnsupportedOperationException unsupported(String method) {
        return new UnsupportedOperationException("Admin." + method + " is not supported in memory");
    }
}
