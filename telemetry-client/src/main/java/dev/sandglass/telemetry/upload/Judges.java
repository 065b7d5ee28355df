package dev.sandglass.telemetry.upload;

import com.posthog.java.shaded.org.json.JSONException;
import com.posthog.java.shaded.org.json.JSONObject;
import dev.sandglass.telemetry.Installation;
import dev.sandglass.telemetry.event.CliId;
import dev.sandglass.telemetry.spool.DeadLetters;
import dev.sandglass.telemetry.spool.SentLog;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** Puts together what judges the queue, for an upload and for its preview alike. */
final class Judges {
  private Judges() {}

  /**
   * Returns what checks whether names are public.
   *
   * @param permission says how long may be asked
   */
  static PublicChecks checks(
      Installation installation,
      PublicChecks.Hosts hosts,
      Requests requests,
      Permission permission) {
    PublicNames known = new PublicNames(installation.state(), installation.clock());
    return new PublicChecks(requests, hosts, known, permission::timeForChecks);
  }

  /** Returns what judges the lines of the queue. */
  static Intake intake(UploadPlan plan, CliId current, Disclosure disclosure) throws IOException {
    Installation installation = plan.installation();
    DeadLetters deadLetters = new DeadLetters(installation.state());
    LastGate gate = LastGate.of(installation.environment());
    Set<String> sent = sent(new SentLog(installation.state()));
    return new Intake(
        new EventCheck(plan.schema(), plan.vocabulary()),
        current,
        id -> sent.contains(id.toString()) || deadLetters.has(id),
        disclosure::apply,
        gate::check);
  }

  private static Set<String> sent(SentLog log) throws IOException {
    Set<String> ids = new HashSet<>();
    for (String line : log.read()) {
      try {
        ids.add(new JSONObject(line).optString("uuid"));
      } catch (JSONException e) {
        // Somebody wrote into the user's copy: no event of ours stands there.
      }
    }
    return ids;
  }
}
