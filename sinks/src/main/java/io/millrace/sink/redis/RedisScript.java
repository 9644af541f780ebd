package io.millrace.sink.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A script that Redis runs, and nothing else meanwhile. The positions' hash has for each channel the newest output's position, and behind
 * it those that were given up, in as many characters each. Immutable.
 */
record RedisScript(String text, String digest) {

    static final String GIVEN_UP = "GIVENUP";

    /**
     * Writes a batch. Redis does not roll back: where a command fails, the positions of those before it are kept, so that the next try goes
     * on behind them. It returns what went wrong, {@value #GIVEN_UP} at a record that was given up before, or an empty text.
     */
    static final RedisScript WRITE = of("""
            local newest, given_up, changed = {}, {}, {}
            local function keep()
              for channel in pairs(changed) do
                redis.call('HSET', KEYS[1], channel, newest[channel] .. given_up[channel])
              end
            end
            local at = 1
            while at <= #ARGV do
              local channel, position, parts = ARGV[at], ARGV[at + 1], tonumber(ARGV[at + 2])
              at = at + 3
              local seen = false
              if channel ~= '' then
                if not newest[channel] then
                  local kept = redis.call('HGET', KEYS[1], channel) or ''
                  newest[channel] = string.sub(kept, 1, 30)
                  given_up[channel] = string.sub(kept, 31)
                end
                if string.find(given_up[channel], position, 1, true) then
                  keep()
                  return {'GIVENUP'}
                end
                seen = position <= newest[channel]
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
                  changed[channel] = true
                end
              end
              at = at + parts
            end
            keep()
            return {''}
            """);

    /** Keeps that an output is given up, and forgets those that are before the third argument; nothing, if there are newer ones. */
    static final RedisScript GIVE_UP = of("""
            local channel, position, from = ARGV[1], ARGV[2], ARGV[3]
            local kept = redis.call('HGET', KEYS[1], channel) or ''
            if string.sub(kept, 1, 30) < position then
              local left = ''
              for given_up in string.gmatch(string.sub(kept, 31), '%S+') do
                if given_up >= from then
                  left = left .. ' ' .. given_up
                end
              end
              redis.call('HSET', KEYS[1], channel, position .. left .. ' ' .. position)
            end
            return {''}
            """);

    private static RedisScript of(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return new RedisScript(text, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-1", e);
        }
    }

    /** Has {@code redis} run it, and returns what it says went wrong; empty if nothing did. */
    String run(RedisCommands<byte[], byte[]> redis, byte[] positions, List<byte[]> arguments) {
        byte[][] keys = {positions};
        byte[][] values = arguments.toArray(byte[][]::new);
        List<?> answer = run(redis, keys, values);
        return new String((byte[]) answer.get(0), StandardCharsets.UTF_8);
    }

    private List<?> run(RedisCommands<byte[], byte[]> redis, byte[][] keys, byte[][] values) {
        try {
            return redis.evalsha(digest, ScriptOutputType.MULTI, keys, values);
        } catch (RedisNoScriptException e) {
            return redis.eval(text, ScriptOutputType.MULTI, keys, values);
        }
    }
}
