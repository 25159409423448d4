# An emulated CPU without AVX: wider instruction sets are refused, or skipped out loud, and what is left runs to its end.
# Run: cmake -DPROGRAM=bench_kernel -DQEMU=qemu-x86_64 -P narrow_cpu.cmake
cmake_minimum_required(VERSION 3.25)
set(run ${QEMU} -cpu Nehalem ${PROGRAM} --kernel pointwise --shape 4x4x8 --out 20 --benchmark_min_time=0.0001)
function(check_refused arch)
  execute_process(COMMAND ${run} --arch ${arch} ${ARGN} OUTPUT_VARIABLE output ERROR_VARIABLE errors RESULT_VARIABLE status)
  if(NOT status EQUAL 2 OR NOT errors MATCHES "^bench_kernel: --arch ${arch}: this CPU lacks it; it has scalar(, sse[0-9.]+)*\n$")
    message(SEND_ERROR "--arch ${arch} ${ARGN}: status ${status}\n${output}${errors}")
  endif()
endfunction()
foreach(arch avx2 avx512f avx-vnni avx512-vnni)
  check_refused(${arch})
endforeach()
check_refused(avx2 --element float)
foreach(arch avx2 avx-vnni avx512-vnni)
  check_refused(${arch} --element int8)
endforeach()
execute_process(COMMAND ${run} --arch all OUTPUT_VARIABLE output ERROR_VARIABLE errors RESULT_VARIABLE status)
if(NOT status EQUAL 0 OR NOT output MATCHES "/float/scalar/runtime" OR NOT output MATCHES "/float/sse2/runtime" OR
   NOT output MATCHES "/int8/scalar/runtime" OR NOT output MATCHES "/int8/sse4.1/runtime" OR output MATCHES "avx" OR
   NOT errors MATCHES "bench_kernel: skipped, this CPU lacks them: avx2, avx512f, avx-vnni, avx512-vnni\n")
  message(SEND_ERROR "--arch all: status ${status}\n${output}${errors}")
endif()
