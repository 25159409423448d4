// Start of a Cortex-M4F without a C library's start files: vector table, FPU on, .bss cleared, main, exit status
// through semihosting. A fault prints FAULT and exits with 101.
#include <cstdint>

#include "console.hpp"

int main();

extern "C" {

extern std::uint32_t stack_top, bss_begin, bss_end;

// Arm semihosting: operation in r0, argument in r1, answer in r0.
static int semihost(int operation, const void* argument) {
  register int r0 __asm__("r0") = operation;
  register const void* r1 __asm__("r1") = argument;
  __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
  return r0;
}

[[noreturn]] static void leave(int status) {
  const std::uint32_t block[2] = {0x20026, static_cast<std::uint32_t>(status)};  // ADP_Stopped_ApplicationExit
  semihost(0x20, block);                                                         // SYS_EXIT_EXTENDED
  while (true) {}
}

static void fault() {
  print("FAULT\n");
  leave(101);
}

[[noreturn, gnu::used]] static void start() {
  for (volatile std::uint32_t* p = &bss_begin; p < &bss_end; ++p) *p = 0;
  leave(main());
}

// The FPU must be on (CPACR: CP10, CP11) before the first compiled function may touch it.
[[gnu::naked, noreturn]] void reset() {
  __asm__ volatile(
      "ldr r0, =0xE000ED88\n ldr r1, [r0]\n orr r1, r1, #(0xF << 20)\n str r1, [r0]\n dsb\n isb\n"
      "bl start\n b .\n .ltorg\n");
}

using Handler = void (*)();
struct Vectors {
  const void* stack;
  Handler handlers[15];
};
[[gnu::section(".vectors"), gnu::used]] static const Vectors vectors = {
    &stack_top,
    {reset, fault, fault, fault, fault, fault, nullptr, nullptr, nullptr, nullptr, fault, fault, nullptr, fault,
     fault}};

}  // extern "C"

void print(const char* text) { semihost(4, text); }  // SYS_WRITE0
