package io.millrace.sink.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The script that writes a batch. Redis runs nothing else meanwhile, and does not roll back: where a command fails, the positions of those
 * before it are kept, so that the next try goes on behind them.
 */
final class WriteScript {

    static final String TEXT = """
            local newest = {}
            local function keep()
              for channel, position in pairs(newest) do
                redis.call('HSET', KEYS[1], channel, position)
              end
            end
            local at = 1
            while at <= #ARGV do
              local channel, position, parts = ARGV[at], ARGV[at + 1], tonumber(ARGV[at + 2])
              at = at + 3
              local seen = false
              if channel ~= '' then
                local last = newest[channel] or redis.call('HGET', KEYS[1], channel)
                seen = last and position <= last
              end
              if not seen then
                if parts > 0 then
                  local answer = redis.pcall(unpack(ARGV, at, at + parts - 1))
                  if type(answer) == 'table' and answer.err then
                    keep()
                    return {answer.err}
                  end
                end
                if channel ~= '' then
                  newest[channel] = position
                end
              end
              at = at + parts
            end
            keep()
            return {''}
            """;

    static final String DIGEST = digest();

    private WriteScript() {}

    private static String digest() {
        try {
            byte[] text = TEXT.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-1", e);
        }
    }
}
