// A QEMU plugin (API version 1, QEMU 4.2 and newer) that counts the guest instructions executed in marked regions, exactly.
//
// A region lies between two hints, recognised by their encoding when QEMU translates a block, so that no symbols or
// addresses are needed (region.hpp emits them):
//   AArch64                hint #96 begins, hint #97 ends
//   Thumb-2 (Cortex-M3 up) hint.w #96, hint.w #97
//   Armv6-M                16-bit hint #10, hint #11
//
// Arguments: out=FILE; histogram=on counts each mnemonic, too. Each region writes a line "REGION <instructions>
// [<mnemonic>=<count> ...]", in the order of their ends.
// The few declarations of qemu-plugin.h that it needs stand here, because Debian's qemu-user does not install that header.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint64_t PluginId;
struct qemu_plugin_tb;    // a translated block
struct qemu_plugin_insn;  // one of its instructions
typedef struct {
  const char *target_name;
} Info;  // of which the first member is read
void qemu_plugin_register_vcpu_tb_trans_cb(PluginId, void (*)(PluginId, struct qemu_plugin_tb *));
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *, void (*)(unsigned, void *), int flags, void *);
void qemu_plugin_register_vcpu_insn_exec_inline(struct qemu_plugin_insn *, int operation, void *, uint64_t);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *, size_t);
const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *);
char *qemu_plugin_insn_disas(const struct qemu_plugin_insn *);

enum { mnemonics_most = 4096 };
static struct {
  char name[24];
  uint64_t count, at_begin;
} mnemonics[mnemonics_most];
static int mnemonics_used;
static uint64_t instructions, at_begin;
static int is_aarch64, histogram, inside;
static FILE *out;

static int mnemonic(const char *text) {
  char name[sizeof mnemonics[0].name] = "?";
  if (text) sscanf(text, "%23s", name);
  for (int i = 0; i < mnemonics_used; ++i)
    if (!strcmp(mnemonics[i].name, name)) return i;
  if (mnemonics_used == mnemonics_most) return 0;
  strcpy(mnemonics[mnemonics_used].name, name);
  return mnemonics_used++;
}

static void on_begin(unsigned cpu, void *data) {
  (void)cpu, (void)data;
  for (int i = 0; i < mnemonics_used; ++i) mnemonics[i].at_begin = mnemonics[i].count;
  at_begin = instructions;
  inside = 1;
}

static void on_end(unsigned cpu, void *data) {
  (void)cpu, (void)data;
  if (!inside) return;
  inside = 0;
  fprintf(out, "REGION %" PRIu64, instructions - at_begin);
  for (int i = 0; i < mnemonics_used; ++i) {
    const uint64_t count = mnemonics[i].count - mnemonics[i].at_begin;
    if (count) fprintf(out, " %s=%" PRIu64, mnemonics[i].name, count);
  }
  fputc('\n', out);
  fflush(out);
}

enum Marker { none, begin, end };

static enum Marker marker(const uint8_t *bytes, size_t size) {
  if (size == 4) {
    uint32_t word;
    memcpy(&word, bytes, sizeof word);
    if (word == (is_aarch64 ? 0xd5032c1fu : 0x8060f3afu)) return begin;
    if (word == (is_aarch64 ? 0xd5032c3fu : 0x8061f3afu)) return end;
  } else if (size == 2) {
    uint16_t half;
    memcpy(&half, bytes, sizeof half);
    if (half == 0xbfa0) return begin;
    if (half == 0xbfb0) return end;
  }
  return none;
}

static void on_translation(PluginId id, struct qemu_plugin_tb *block) {
  (void)id;
  for (size_t i = 0; i < qemu_plugin_tb_n_insns(block); ++i) {
    struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(block, i);
    const enum Marker found = marker(qemu_plugin_insn_data(instruction), qemu_plugin_insn_size(instruction));
    if (found != none) {
      qemu_plugin_register_vcpu_insn_exec_cb(instruction, found == begin ? on_begin : on_end, 0, NULL);
      continue;
    }
    qemu_plugin_register_vcpu_insn_exec_inline(instruction, 0, &instructions, 1);
    if (histogram) {
      char *text = qemu_plugin_insn_disas(instruction);
      qemu_plugin_register_vcpu_insn_exec_inline(instruction, 0, &mnemonics[mnemonic(text)].count, 1);
      free(text);
    }
  }
}

#define EXPORT __attribute__((visibility("default")))
EXPORT int qemu_plugin_version = 1;

EXPORT int qemu_plugin_install(PluginId id, const Info *info, int argc, char **argv) {
  is_aarch64 = !strcmp(info->target_name, "aarch64");
  out = stderr;
  for (int i = 0; i < argc; ++i) {
    if (!strncmp(argv[i], "out=", 4)) out = fopen(argv[i] + 4, "w");
    if (!strcmp(argv[i], "histogram=on")) histogram = 1;
  }
  if (!out) return 1;
  qemu_plugin_register_vcpu_tb_trans_cb(id, on_translation);
  return 0;
}
