package dev.sandglass.scrubber;

/** The methods of HTTP requests, RFC 9110 and RFC 5789; every other word is {@link #OTHER}. */
public enum HttpMethod {
  GET,
  HEAD,
  POST,
  PUT,
  PATCH,
  DELETE,
  OPTIONS,
  OTHER;

  /** Returns the method of this name, which is case-sensitive as in HTTP. */
  public static HttpMethod of(String name) {
    for (HttpMethod method : values()) {
      if (method.name().equals(name)) {
        return method;
      }
    }
    return OTHER;
  }
}
