package io.millrace.samples.fraud.model;

/** How bad a finding is, from least to most. */
public enum Severity {
    LOW,
    MEDIUM,
    HIGH
}
