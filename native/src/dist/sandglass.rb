# Homebrew on Linux: brew install ./sandglass.rb
class Sandglass < Formula
  desc "Sandboxes from the command line"
  homepage "@URL@"
  url "@URL@/@VERSION@/@NATIVE_ARCHIVE@"
  version "@VERSION@"
  sha256 "@NATIVE_SHA256@"
  license "Apache-2.0"

  depends_on arch: :@HOMEBREW_ARCHITECTURE@
  depends_on "bubblewrap"
  depends_on :linux

  def install
    bin.install "bin/sand"
    man1.install Dir["share/man/man1/*.1"]
    bash_completion.install "share/bash-completion/completions/sand"
    zsh_completion.install "share/zsh/site-functions/_sand"
    fish_completion.install "share/fish/vendor_completions.d/sand.fish"
    doc.install Dir["share/doc/sandglass/*"]
  end

  def caveats
    <<~EOS
      Sandboxes with a network, or with users other than root inside, also use slirp4netns
      and uidmap of your distribution. What is missing, and how to get it, says
        sand doctor
    EOS
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/sand version")
  end
end
