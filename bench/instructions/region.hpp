// Marks the region of a program whose instructions count.c counts: two hints that every core executes as no-operations.
#pragma once

#if defined(__aarch64__)
#define REGION_BEGIN() __asm__ volatile("hint #96" ::: "memory")
#define REGION_END() __asm__ volatile("hint #97" ::: "memory")
#elif defined(__arm__) && defined(__thumb2__)
#define REGION_BEGIN() __asm__ volatile(".inst.w 0xf3af8060" ::: "memory")
#define REGION_END() __asm__ volatile(".inst.w 0xf3af8061" ::: "memory")
#elif defined(__arm__) && defined(__thumb__)
#define REGION_BEGIN() __asm__ volatile(".inst.n 0xbfa0" ::: "memory")
#define REGION_END() __asm__ volatile(".inst.n 0xbfb0" ::: "memory")
#else
#error "no region markers for this target"
#endif
