# Homebrew formula. Filled in by tools/release/make; has not been run where it was written, which has no Homebrew.
class Sayso < Formula
  desc "Who said what, in the news, and on whose word"
  homepage "@RELEASES@"
  url "@RELEASES@/@NAME@.tar.gz"
  sha256 "@SHA256@"
  version "@VERSION@"
  license any_of: ["MIT", "Apache-2.0"]

  def install
    bin.install "sayso"
    bash_completion.install "completions/sayso.bash" => "sayso"
    zsh_completion.install "completions/_sayso"
    fish_completion.install "completions/sayso.fish"
    man1.install Dir["man/*.1"]
  end

  test do
    system bin/"sayso", "demo", "--out", testpath/"demo"
    assert_predicate testpath/"demo/index.html", :exist?
  end
end
