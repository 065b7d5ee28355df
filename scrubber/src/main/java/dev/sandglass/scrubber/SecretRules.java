package dev.sandglass.scrubber;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;

/**
 * The forms of secrets that can be told from other text by themselves.
 *
 * <p>RE2/J matches in linear time. The marks spare most texts the matching: a rule is tried only
 * where one of its marks occurs.
 */
final class SecretRules {
  /**
   * One form.
   *
   * @param marks texts in lower case, one of which every secret of this form holds
   * @param pattern matches a secret
   */
  record Rule(List<String> marks, Pattern pattern) {
    /** Whether the pattern may match in a text that was made lower-case. */
    boolean mayMatch(String lowerCase) {
      for (String mark : marks) {
        if (lowerCase.contains(mark)) {
          return true;
        }
      }
      return false;
    }
  }

  static final List<Rule> ALL =
      List.of(
          // A key without its end, in a line that was cut, is a key all the same.
          rule(
              "(?s)-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
                  + ".*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|\\z)",
              "private key"),
          rule("AGE-SECRET-KEY-1[0-9A-Z]{20,}", "age-secret-key-"),
          rule("PuTTY-User-Key-File-[0-9][^\\n]*(?s:.*)", "putty-user-key-file"),
          // Clouds
          rule(
              "\\b(?:AKIA|ASIA|ABIA|ACCA|AROA|AIDA|A3T[A-Z0-9])[A-Z0-9]{16}\\b",
              "akia",
              "asia",
              "abia",
              "acca",
              "aroa",
              "aida",
              "a3t"),
          rule("AIza[A-Za-z0-9_-]{30,}", "aiza"),
          rule("ya29\\.[A-Za-z0-9_-]{16,}", "ya29."),
          rule("GOCSPX-[A-Za-z0-9_-]{20,}", "gocspx-"),
          rule("do[opr]_v1_[a-f0-9]{40,}", "_v1_"),
          rule("\\bdapi[a-f0-9]{32}", "dapi"),
          rule("[A-Za-z0-9~._-]{3}8Q~[A-Za-z0-9~._-]{30,}", "8q~"),
          // Code hosts and package registries
          rule("\\bgh[oprsu]_[A-Za-z0-9]{20,}", "gh"),
          rule("github_pat_[A-Za-z0-9_]{20,}", "github_pat_"),
          rule(
              "\\bgl(?:pat|ptt|dt|rtr?|ft|ffct|soat|cbt|imt|agent|oas)-[A-Za-z0-9_.=-]{16,}", "gl"),
          rule("\\bGR1348941[A-Za-z0-9_-]{16,}", "gr1348941"),
          rule("\\bATATT3[A-Za-z0-9_=-]{20,}", "atatt3"),
          rule("\\bATBB[A-Za-z0-9]{20,}", "atbb"),
          rule("\\bnpm_[A-Za-z0-9]{20,}", "npm_"),
          rule("\\bpypi-Ag[A-Za-z0-9_-]{16,}", "pypi-"),
          rule("\\brubygems_[a-f0-9]{20,}", "rubygems_"),
          rule("\\bdckr_(?:pat|oat)_[A-Za-z0-9_-]{16,}", "dckr_"),
          rule("\\b(?:hf|api_org)_[A-Za-z0-9]{20,}", "hf_", "api_org_"),
          // Talk and payment
          rule("\\bxox[a-z]-[A-Za-z0-9-]{8,}", "xox"),
          rule("\\bxapp-[0-9]-[A-Za-z0-9-]{8,}", "xapp-"),
          rule(
              "hooks\\.slack\\.com/(?:services|workflows|triggers)/[A-Za-z0-9/_-]{8,}",
              "hooks.slack.com"),
          rule("discord(?:app)?\\.com/api/webhooks/[0-9]+/[A-Za-z0-9_-]{8,}", "/api/webhooks/"),
          rule("\\b[0-9]{6,12}:AA[A-Za-z0-9_-]{30,}", ":aa"),
          rule("\\b[rsp]k_(?:live|test|prod)_[A-Za-z0-9]{8,}", "k_live_", "k_test_", "k_prod_"),
          rule("\\bwhsec_[A-Za-z0-9+/=]{16,}", "whsec_"),
          rule("\\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{20,}", "shp"),
          rule("\\bSG\\.[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]{16,}", "sg."),
          rule("\\bkey-[0-9a-f]{32}\\b", "key-"),
          rule("\\b(?:SK|AC)[0-9a-f]{32}\\b", "sk", "ac"),
          rule("\\bsq0[a-z]{3}-[A-Za-z0-9_-]{20,}", "sq0"),
          // Services for developers
          rule("\\bsk-[a-z0-9_-]*[A-Z][A-Za-z0-9_-]{14,}", "sk-"),
          rule("\\bph[a-z]_[A-Za-z0-9]{20,}", "ph"),
          rule("\\bdtn_[A-Za-z0-9]{20,}", "dtn_"),
          rule("\\be2b_[A-Za-z0-9]{20,}", "e2b_"),
          rule("\\bhv[sbr]\\.[A-Za-z0-9_-]{16,}", "hv"),
          rule("[A-Za-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9_=-]{20,}", ".atlasv1."),
          rule("\\bglsa_[A-Za-z0-9_]{20,}", "glsa_"),
          rule("\\bglc_[A-Za-z0-9+/=]{20,}", "glc_"),
          rule("\\bNRAK-[A-Z0-9]{20,}", "nrak-"),
          rule("\\blin_(?:api|oauth)_[A-Za-z0-9]{20,}", "lin_"),
          rule("\\btskey-[a-z]+-[A-Za-z0-9-]{10,}", "tskey-"),
          rule("\\bdp\\.(?:pt|st|ct|sa|scim|audit)\\.[A-Za-z0-9_.-]{20,}", "dp."),
          rule("\\bpul-[0-9a-f]{40}", "pul-"),
          rule(
              "\\b(?:sbp|ntn|sntrys|figd)_[A-Za-z0-9_=-]{30,}", "sbp_", "ntn_", "sntrys_", "figd_"),
          rule("\\bpscale_[a-z]+_[A-Za-z0-9_.-]{20,}", "pscale_"),
          rule("\\bFlyV1 [A-Za-z0-9_,/+=-]{20,}", "flyv1 "),
          // Any service
          rule("\\beyJ[A-Za-z0-9_-]{6,}\\.[A-Za-z0-9_-]{4,}(?:\\.[A-Za-z0-9_-]*)*", "eyj"),
          rule("(?i)\\bbearer\\s+[A-Za-z0-9._~+/=-]{3,}", "bearer"),
          rule("\\b[Bb]asic\\s+[A-Za-z0-9+/]*[A-Z0-9][A-Za-z0-9+/]*={0,2}", "basic"));

  private SecretRules() {}

  private static Rule rule(String pattern, String... marks) {
    return new Rule(List.of(marks), Pattern.compile(pattern));
  }

  static boolean matchAny(String text) {
    String lowerCase = text.toLowerCase(Locale.ROOT);
    for (Rule rule : ALL) {
      if (rule.mayMatch(lowerCase) && rule.pattern().matcher(text).find()) {
        return true;
      }
    }
    return false;
  }
}
