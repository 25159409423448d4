// That this executable tests the instruction set its name promises: a wrong choice in select.hpp would pass everything
// else.
#include <doctest/doctest.h>

#include <edgelite/edgelite.hpp>
#include <string>
#include <string_view>

#define EDGELITE_TEXT_OF(name) #name
#define EDGELITE_TEXT(name) EDGELITE_TEXT_OF(name)

namespace {

using namespace std::string_view_literals;
constexpr std::string_view expected = EDGELITE_EXPECTED_ARCH, isa = EDGELITE_TEXT(EDGELITE_ISA);

TEST_CASE("the native architecture is the one that the flags allow") {
  if (expected != "native") CHECK(isa == std::string("x86_") + EDGELITE_EXPECTED_ARCH);
#if EDGELITE_WITH_XSIMD
  constexpr int lanes = edgelite::Primitives<edgelite::NativeArch, float>::lanes;
  if (expected == "sse2" || expected == "sse41") CHECK(lanes == 4);
  if (expected == "avx2") CHECK(lanes == 8);
  if (expected == "avx512_vnni") CHECK(lanes == 16);
#elif !defined(__aarch64__)
  CHECK(std::is_same_v<edgelite::NativeArch, edgelite::Scalar>);
#endif
}

}  // namespace
