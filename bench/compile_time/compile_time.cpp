// Time and peak memory of the compiler for two networks: 400 layers in a flat list at -O0, MobileNetV2 at 224 x 224 at
// -O3.
//
//   compile_time [--json] INCLUDE_FOLDER SOURCE_FOLDER COMPILER...
//
// Peak memory is that of the largest process, the compiler proper. Ends with 1 if a source does not compile.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

namespace {

struct Case {
  const char *source, *optimisation, *what;
};
constexpr Case cases[] = {{"flat_400.cpp", "-O0", "400 layers"}, {"mobilenet_v2.cpp", "-O3", "MobileNetV2"}};

struct Cost {
  bool compiled;
  double seconds, cpu_seconds;
  long megabytes;
};

Cost compile(const std::string& compiler, const Case& c, const std::string& include, const std::string& folder) {
  const std::string includes = "-I" + include, source = folder + "/" + c.source;
  const auto begin = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child == 0) {
    execlp(compiler.c_str(), compiler.c_str(), "-std=c++20", "-march=native", c.optimisation, includes.c_str(), "-c",
           source.c_str(), "-o", "/dev/null", static_cast<char*>(nullptr));
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
  std::vector<std::string> words(arguments + 1, arguments + count);
  const bool json = !words.empty() && words[0] == "--json";
  if (json) words.erase(words.begin());
  if (words.size() < 3) {
    std::fprintf(stderr, "usage: compile_time [--json] INCLUDE_FOLDER SOURCE_FOLDER COMPILER...\n");
    return 2;
  }
  bool good = true;
  const char* separator = "[";
  if (!json) std::printf("%-14s %-4s %-22s %8s %8s %8s\n", "network", "", "compiler", "s", "CPU s", "MB");
  for (std::size_t i = 2; i < words.size(); ++i)
    for (const Case& c : cases) {
      const Cost cost = compile(words[i], c, words[0], words[1]);
      good = good && cost.compiled;
      if (json) {
        std::printf(R"(%s{"network": "%s", "optimisation": "%s", "compiler": "%s", "compiled": %s, )", separator,
                    c.what, c.optimisation, words[i].c_str(), cost.compiled ? "true" : "false");
        std::printf(R"("seconds": %.2f, "cpu_seconds": %.2f, "megabytes": %ld})", cost.seconds, cost.cpu_seconds,
                    cost.megabytes);
        separator = ",\n ";
      } else if (cost.compiled) {
        std::printf("%-14s %-4s %-22s %8.2f %8.2f %8ld\n", c.what, c.optimisation, words[i].c_str(), cost.seconds,
                    cost.cpu_seconds, cost.megabytes);
      } else {
        std::printf("%-14s %-4s %-22s does not compile\n", c.what, c.optimisation, words[i].c_str());
      }
      std::fflush(stdout);
    }
  if (json) std::printf("]\n");
  return good ? 0 : 1;
}
