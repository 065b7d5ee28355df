package dev.sandglass.sandbox.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.SandboxException.ServerFault;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;

/**
 * An answer whose head has come; the body comes as it is read.
 *
 * @param status HTTP status
 * @param headers header fields
 * @param body the body; reading it throws {@link IOException} whose cause is a {@link
 *     SandboxException}
 */
public record Answer(int status, HttpHeaders headers, InputStream body) implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** No JSON answer of the protocol comes near this size: 64 MiB. */
  private static final int MAX_JSON = 64 << 20;

  /** Returns the mapper that every JSON text of this module is read with. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  /**
   * Reads the whole body as JSON.
   *
   * @throws ServerFault if it is not JSON
   */
  public JsonNode json() {
    try (InputStream stream = body) {
      byte[] bytes = stream.readNBytes(MAX_JSON);
      JsonNode node = MAPPER.readTree(bytes);
      if (node == null || node.isMissingNode()) {
        throw malformed(null);
      }
      return node;
    } catch (JacksonException e) {
      throw malformed(e);
    } catch (IOException e) {
      throw Failures.ofTransfer(e);
    }
  }

  /** Reads the body to its end and forgets it, so that the connection can be used again. */
  public void discard() {
    try (InputStream stream = body) {
      stream.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw Failures.ofTransfer(e);
    }
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException e) {
      throw Failures.ofTransfer(e);
    }
  }

  private ServerFault malformed(@org.jspecify.annotations.Nullable Throwable cause) {
    return new ServerFault(
        "The server's answer is not one of the OpenSandbox API; check the provider's URL",
        status,
        new SandboxException.Details(
            null, headers.firstValue(Failures.REQUEST_ID).orElse(null), cause));
  }
}
