// Time and peak memory of the compilers for each source.
//
//   compile_time [--json] INCLUDE_FOLDER COMPILER... -O<N> SOURCE... [-O<N> SOURCE...]
//
// Peak memory is that of the largest process, the compiler proper. Ends with 1 if a source does not compile.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

namespace {

struct Case {
  std::string optimisation, source;

  std::string name() const { return std::filesystem::path(source).stem().string(); }
};

struct Cost {
  bool compiled;
  double seconds, cpu_seconds;
  long megabytes;
};

Cost compile(const std::string& compiler, const Case& c, const std::string& include) {
  const std::string includes = "-I" + include;
  const auto begin = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child == 0) {
    execlp(compiler.c_str(), compiler.c_str(), "-std=c++20", "-march=native", c.optimisation.c_str(), includes.c_str(),
           "-c", c.source.c_str(), "-o", "/dev/null", static_cast<char*>(nullptr));
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  const bool ended = child > 0 && wait4(child, &status, 0, &usage) == child;
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
  auto seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6; };
  return {ended && WIFEXITED(status) && WEXITSTATUS(status) == 0, elapsed.count(),
          seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss / 1024};
}

}  // namespace

int main(int count, char** arguments) {
  std::vector<std::string> words(arguments + 1, arguments + count), compilers;
  const bool json = !words.empty() && words[0] == "--json";
  if (json) words.erase(words.begin());
  std::vector<Case> cases;
  std::string optimisation;
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (words[i].starts_with("-O"))
      optimisation = words[i];
    else if (optimisation.empty())
      compilers.push_back(words[i]);
    else
      cases.push_back({optimisation, words[i]});
  }
  if (compilers.empty() || cases.empty()) {
    std::fprintf(stderr, "usage: compile_time [--json] INCLUDE_FOLDER COMPILER... -O<N> SOURCE... [-O<N> SOURCE...]\n");
    return 2;
  }
  bool good = true;
  const char* separator = "[";
  if (!json) std::printf("%-36s %-4s %-18s %8s %8s %8s\n", "source", "", "compiler", "s", "CPU s", "MB");
  for (const std::string& compiler : compilers)
    for (const Case& c : cases) {
      const Cost cost = compile(compiler, c, words[0]);
      good = good && cost.compiled;
      const std::string name = c.name();
      if (json) {
        std::printf(R"(%s{"source": "%s", "optimisation": "%s", "compiler": "%s", "compiled": %s, )", separator,
                    name.c_str(), c.optimisation.c_str(), compiler.c_str(), cost.compiled ? "true" : "false");
        std::printf(R"("seconds": %.2f, "cpu_seconds": %.2f, "megabytes": %ld})", cost.seconds, cost.cpu_seconds,
                    cost.megabytes);
        separator = ",\n ";
      } else {
        std::printf("%-36s %-4s %-18s ", name.c_str(), c.optimisation.c_str(), compiler.c_str());
        if (cost.compiled)
          std::printf("%8.2f %8.2f %8ld\n", cost.seconds, cost.cpu_seconds, cost.megabytes);
        else
          std::printf("does not compile\n");
      }
      std::fflush(stdout);
    }
  if (json) std::printf("]\n");
  return good ? 0 : 1;
}
