package dev.sandglass.sandbox.signals;

/**
 * What became of the signals of a sandbox, or of all, since the engine started. A record is a span,
 * a point of a metric or a log record.
 *
 * @param receivedRecords records that programs told and that were taken
 * @param refusedRequests requests of programs that were refused because there were too many, or too
 *     much at once
 * @param invalidRequests requests of programs that can never be taken: malformed, too large, or of
 *     another protocol
 * @param droppedLogBytes bytes of output that were not recorded: beyond the rate, or of lines that
 *     are too long
 * @param unkeptRecords records that could not be kept by the engine
 * @param sentRecords records that backends took
 * @param rejectedRecords records that backends did not want
 * @param unsentRecords records that no backend will get: refused as a whole, or without room while
 *     it was down
 * @param queuedBytes bytes that wait to be sent
 */
public record SignalCounts(
    long receivedRecords,
    long refusedRequests,
    long invalidRequests,
    long droppedLogBytes,
    long unkeptRecords,
    long sentRecords,
    long rejectedRecords,
    long unsentRecords,
    long queuedBytes) {}
