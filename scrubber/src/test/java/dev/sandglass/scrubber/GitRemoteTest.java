package dev.sandglass.scrubber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GitRemoteTest {
  @ParameterizedTest
  @CsvSource({
    "https://github.com/acme/tool, github.com/acme/tool",
    "https://github.com/acme/tool.git, github.com/acme/tool",
    "https://github.com/acme/tool.git/, github.com/acme/tool",
    "https://github.com/Acme/Tool.GIT, github.com/acme/tool",
    "HTTPS://GitHub.com/acme/tool/, github.com/acme/tool",
    "https://www.github.com/acme/tool, github.com/acme/tool",
    "http://github.com:80/acme/tool, github.com/acme/tool",
    "https://github.com:/acme/tool, github.com/acme/tool",
    "https://jane:hunter2@github.com/acme/tool, github.com/acme/tool",
    "https://jane:p@ss@github.com/acme/tool?token=x#y, github.com/acme/tool",
    "git://github.com/acme/tool, github.com/acme/tool",
    "ssh://git@github.com/acme/tool, github.com/acme/tool",
    "ssh://git@ssh.github.com:443/acme/tool.git, github.com/acme/tool",
    "git+ssh://git@github.com/acme/tool, github.com/acme/tool",
    "git@github.com:acme/tool.git, github.com/acme/tool",
    "git@github.com:/acme/tool.git, github.com/acme/tool",
    "github.com:acme/tool, github.com/acme/tool",
    "https://github.com/acme/.github, github.com/acme/.github",
    "https://github.com/a-b/c_d.e-f, github.com/a-b/c_d.e-f",
    "https://gitlab.com/a/b/c/d.git, gitlab.com/a/b/c/d",
    "git@gitlab.com:group/sub_group/project, gitlab.com/group/sub_group/project",
    "https://bitbucket.org/team_x/repo.name, bitbucket.org/team_x/repo.name",
    "https://codeberg.org/user.name/repo, codeberg.org/user.name/repo"
  })
  void readsRemotesOfWellKnownHosts(String remote, String text) {
    assertThat(GitRemote.parse(remote)).get().hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "://",
        "https://",
        "github.com/acme/tool",
        "/srv/github.com:acme/tool",
        "https://github.com",
        "https://github.com/",
        "https://github.com/acme",
        "https://github.com/acme/",
        "https://github.com//tool",
        "https://github.com/acme//tool",
        "https://github.com/acme/tool//",
        "https://github.com/acme/tool/tree/main",
        "https://github.com/acme/.git",
        "https://github.com/acme/..",
        "https://github.com/acme/.",
        "https://github.com/acme/to%6Fl",
        "https://github.com/acme/to ol",
        "https://github.com/acme/t\u00f6ol",
        "https://github.com/-acme/tool",
        "https://github.com/acme-/tool",
        "https://github.com/ac--me/tool",
        "https://github.com/ac_me/tool",
        "https://github.com/?acme/tool",
        "https://github.com:x/acme/tool",
        "https://github.com./acme/tool",
        "https://gist.github.com/acme/tool",
        "https://github.com.evil.example/acme/tool",
        "https://github.com@evil.example/acme/tool",
        "https://evil.example/github.com/acme",
        "https://git.acme.example/acme/tool",
        "https://gitlab.com/-/acme",
        "https://gitlab.com/acme/tool/-/tree",
        "https://bitbucket.org/acme/a/b",
        "https://codeberg.org/a..b/c",
        "ftp://github.com/acme/tool",
        "file://github.com/acme/tool",
        "git@github.com:22/acme/tool",
        "git@github.com",
        "https:/github.com/acme/tool",
        "https:\\\\github.com\\acme\\tool"
      })
  void readsNothingElse(String remote) {
    assertThat(GitRemote.parse(remote)).isEmpty();
  }

  @Test
  void boundsTheLengthOfNames() {
    String owner = "a".repeat(39);
    String name = "b".repeat(100);
    assertThat(GitRemote.parse("https://github.com/" + owner + "/" + name)).isPresent();
    assertThat(GitRemote.parse("https://github.com/a" + owner + "/" + name)).isEmpty();
    assertThat(GitRemote.parse("https://github.com/" + owner + "/b" + name)).isEmpty();
    assertThat(GitRemote.parse("https://gitlab.com/" + "a/".repeat(20) + "b")).isPresent();
    assertThat(GitRemote.parse("https://gitlab.com/" + "a/".repeat(21) + "b")).isEmpty();
    assertThat(GitRemote.parse("https://gitlab.com/" + "a".repeat(240) + "/" + "b".repeat(20)))
        .isEmpty();
    assertThat(GitRemote.parse("https://bitbucket.org/" + "a".repeat(63) + "/b")).isEmpty();
    assertThat(GitRemote.parse("https://codeberg.org/" + "a".repeat(41) + "/b")).isEmpty();
  }

  @Test
  void cannotBeMadeOfAnythingElse() {
    for (String path : new String[] {"acme", "Acme/tool", "acme/tool/x", "acme/to ol", "/acme/x"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new GitRemote(GitHost.GITHUB, path))
          .withMessageNotContaining(path);
    }
  }

  @Test
  void readsItselfBack() {
    GitRemote remote = GitRemote.parse("git@gitlab.com:a/b/c.git").orElseThrow();
    assertThat(remote.host()).isEqualTo(GitHost.GITLAB);
    assertThat(remote.path()).isEqualTo("a/b/c");
    assertThat(GitRemote.parse("https://" + remote)).contains(remote);
  }

  @Test
  void letsNothingHostileThrough() {
    for (String hostile : HostileInputs.all()) {
      // Some of them may be public: the name is a candidate then, and its secrets are gone.
      GitRemote.parse(hostile)
          .ifPresent(
              remote -> assertThat(remote.toString()).matches("[a-z]+\\.(com|org)/acme/[a-z/]+"));
      GitRemote.parse("https://jane:hunter2@github.com:1/acme/" + hostile + "?jane#jane")
          .ifPresent(
              remote -> {
                String name = remote.path().substring("acme/".length());
                assertThat(name).isEqualToIgnoringCase(hostile).matches("[a-z0-9._-]+");
              });
    }
  }

  @Test
  void isPublicOnlyWhenProven() {
    GitRemote remote = GitRemote.parse("https://github.com/acme/tool").orElseThrow();
    assertThat(PublicGitRepository.proven(remote, candidate -> false)).isEmpty();
    PublicGitRepository proven =
        PublicGitRepository.proven(remote, candidate -> candidate.equals(remote)).orElseThrow();
    assertThat(proven.text()).isEqualTo("github.com/acme/tool");
    assertThat(proven).isEqualTo(PublicGitRepository.proven(remote, c -> true).orElseThrow());
    assertThat(PublicGitRepository.class.getConstructors()).isEmpty();
  }
}
