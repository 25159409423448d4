// stb_image's code for image.hpp: include it in exactly one source file. Only the formats that image.hpp reads are
// built, and no single allocation exceeds 256 MiB, so that a small file that unpacks to gigabytes is refused. Memory
// comes zeroed: what a damaged file leaves out is black, not whatever lay there.
#pragma once

#include <cstdlib>

namespace edgelite::detail {

inline constexpr std::size_t most_image_memory = std::size_t{256} << 20;
inline void* image_malloc(std::size_t bytes) { return bytes > most_image_memory ? nullptr : std::calloc(1, bytes); }
inline void* image_realloc(void* memory, std::size_t bytes) {
  return bytes > most_image_memory ? nullptr : std::realloc(memory, bytes);
}

}  // namespace edgelite::detail

#define STBI_MALLOC(bytes) edgelite::detail::image_malloc(bytes)
#define STBI_REALLOC(memory, bytes) edgelite::detail::image_realloc(memory, bytes)
#define STBI_FREE(memory) std::free(memory)
#define STBI_ONLY_JPEG
#define STBI_ONLY_PNG
#define STBI_NO_STDIO
#define STB_IMAGE_IMPLEMENTATION
#include <stb/stb_image.h>
#undef STB_IMAGE_IMPLEMENTATION
