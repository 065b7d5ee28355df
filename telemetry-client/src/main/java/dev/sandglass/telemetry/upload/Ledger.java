package dev.sandglass.telemetry.upload;

import dev.sandglass.telemetry.spool.Queue;
import dev.sandglass.telemetry.spool.Queue.Claim;
import dev.sandglass.telemetry.upload.Verdict.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Keeps account of claimed lines, so that each goes back into the queue unless it is done with. */
final class Ledger {
  private final Queue queue;
  private final List<Claim> claims;
  private final List<BitSet> done = new ArrayList<>();
  private final Steps steps;

  Ledger(Queue queue, List<Claim> claims, Steps steps) {
    this.queue = queue;
    this.claims = claims;
    this.steps = steps;
    claims.forEach(claim -> done.add(new BitSet()));
  }

  /** Is done with a line; it will be deleted. */
  void settle(Place place) {
    done.get(place.claim()).set(place.line());
  }

  /** Deletes the files all of whose lines are done with. */
  void deleteDone() throws IOException {
    for (int i = 0; i < claims.size(); i++) {
      Claim claim = claims.get(i);
      int lines = claim.lines().size();
      // One more than the lines marks that the file is gone.
      if (done.get(i).cardinality() == lines && !done.get(i).get(lines)) {
        queue.finish(claim);
        done.get(i).set(lines);
        steps.reached(Steps.Step.CLAIM_DELETED);
      }
    }
  }

  /** Puts everything back that is not done with. */
  void close() throws IOException {
    deleteDone();
    for (int i = 0; i < claims.size(); i++) {
      Claim claim = claims.get(i);
      BitSet settled = done.get(i);
      if (settled.get(claim.lines().size())) {
        continue;
      }
      if (settled.isEmpty()) {
        queue.giveBack(claim);
      } else {
        List<String> rest = new ArrayList<>();
        for (int line = 0; line < claim.lines().size(); line++) {
          if (!settled.get(line)) {
            rest.add(claim.lines().get(line));
          }
        }
        queue.giveBack(claim, rest);
      }
      steps.reached(Steps.Step.CLAIM_PUT_BACK);
    }
  }
}
