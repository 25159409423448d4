# An emulated CPU with SSE2 alone: wider instruction sets are refused, what is left runs to its end.
# Run: cmake -DPROGRAM=bench_kernel -DQEMU=qemu-x86_64 -P narrow_cpu.cmake
cmake_minimum_required(VERSION 3.25)
set(run ${QEMU} -cpu Nehalem ${PROGRAM} --kernel pointwise --shape 4x4x8 --out 20 --benchmark_min_time=0.0001)
foreach(arch avx2 avx512f)
  execute_process(COMMAND ${run} --arch ${arch} OUTPUT_VARIABLE output ERROR_VARIABLE errors RESULT_VARIABLE status)
  if(NOT status EQUAL 2 OR NOT errors MATCHES "bench_kernel: --arch ${arch}: this CPU lacks it; it has scalar, sse2\n")
    message(SEND_ERROR "--arch ${arch}: status ${status}\n${output}${errors}")
  endif()
endforeach()
execute_process(COMMAND ${run} --arch all OUTPUT_VARIABLE output ERROR_VARIABLE errors RESULT_VARIABLE status)
if(NOT status EQUAL 0 OR NOT output MATCHES "/float/scalar/runtime" OR NOT output MATCHES "/float/sse2/runtime" OR output MATCHES "avx")
  message(SEND_ERROR "--arch all: status ${status}\n${output}${errors}")
endif()
