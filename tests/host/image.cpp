#include "edgelite/host/image.hpp"

#include <doctest/doctest.h>

#include "edgelite/host/image_implementation.hpp"

using edgelite::Error;
using edgelite::Image;

namespace {

const std::string folder = EDGELITE_TEST_DATA "/host/";

Image load(const std::string& name) {
  Image image;
  const Error error = edgelite::load_image(folder + name, image);
  REQUIRE_MESSAGE(!error, error.message);
  return image;
}

std::vector<std::byte> read(const std::string& name) {
  std::vector<std::byte> bytes;
  REQUIRE(!edgelite::read_file(folder + name, 100000, bytes));
  return bytes;
}

// The message for these bytes; "" if they load. On error the image must be as it was.
std::string message(std::span<const std::byte> bytes) {
  Image image{-1, -1, {}};
  const Error error = edgelite::decode_image("picture", bytes, image);
  CHECK((!error || (image.height == -1 && image.pixels.empty())));
  CHECK(error.message.find('\n') == std::string::npos);
  return error.message;
}
std::string message(std::string_view text) { return message(std::as_bytes(std::span(text))); }

// The largest difference of two pictures of one size.
int difference(const Image& a, const Image& b) {
  REQUIRE((a.width == b.width && a.height == b.height && a.pixels.size() == b.pixels.size()));
  int largest = 0;
  for (std::size_t i = 0; i < a.pixels.size(); ++i) largest = std::max(largest, std::abs(a.pixels[i] - b.pixels[i]));
  return largest;
}

// A PNG of 1 x 1 pixel whose data unpack to `copies` x 258 zeros, with deflate's fixed codes.
std::string bomb(std::size_t copies) {
  std::string deflated = "\x78\x01";
  unsigned pending = 0, bits = 0;
  auto put = [&](unsigned code, unsigned length) {  // Huffman codes go in with their highest bit first
    for (unsigned i = length; i-- > 0;) {
      pending |= (code >> i & 1) << bits;
      if (++bits == 8) deflated += static_cast<char>(pending), pending = bits = 0;
    }
  };
  put(0b110, 3);                                                           // last block, fixed codes
  put(0b00110000, 8);                                                      // a zero
  for (std::size_t i = 0; i < copies; ++i) put(0b11000101, 8), put(0, 5);  // 258 bytes from 1 byte back
  for (int i = 0; i < 5; ++i) put(0, 7);                                   // the end, and room to look ahead
  auto chunk = [](const std::string& name, const std::string& content) {
    std::string length(4, '\0');
    for (std::size_t i = 0; i < 4; ++i) length[i] = static_cast<char>(content.size() >> (24 - 8 * i) & 255);
    return length + name + content + "....";
  };
  using namespace std::string_literals;
  return "\x89PNG\r\n\x1a\n" + chunk("IHDR", "\0\0\0\1\0\0\0\1\x08\0\0\0\0"s) + chunk("IDAT", deflated) +
         chunk("IEND", "");
}

}  // namespace

TEST_CASE("every format gives the pattern's pixels") {
  const Image png = load("pattern.png");
  REQUIRE((png.width == 50 && png.height == 37 && png.pixels.size() == 50 * 37 * 3));
  auto pixel = [&](int x, int y) {
    return std::vector<int>(&png.pixels[static_cast<std::size_t>(y * 50 + x) * 3],
                            &png.pixels[static_cast<std::size_t>(y * 50 + x) * 3] + 3);
  };
  CHECK(pixel(0, 0) == std::vector<int>{0, 10, 128});
  CHECK(pixel(49, 2) == std::vector<int>{245, 22, 191});  // sin(98 / 40)
  CHECK(pixel(10, 8) == std::vector<int>{255, 40, 0});
  CHECK(difference(png, load("pattern.ppm")) == 0);
  CHECK(difference(png, load("pattern_alpha.png")) == 0);
  CHECK(difference(png, load("pattern.jpg")) < 40);
  CHECK(difference(load("pattern.jpg"), load("pattern_progressive.jpg")) <= 1);
  CHECK(difference(png, load("pattern_palette.png")) < 130);
  const Image grey = load("pattern_grey.png");
  for (std::size_t i = 0; i < grey.pixels.size(); i += 3) {
    CHECK(grey.pixels[i] == grey.pixels[i + 1]);
    CHECK(std::abs(grey.pixels[i] - (0.299 * png.pixels[i] + 0.587 * png.pixels[i + 1] + 0.114 * png.pixels[i + 2])) <=
          1);
  }
  CHECK(message("P5 2 1 255 ab") == "");
  CHECK(message("P6 1 1 # a comment\n255\nabc") == "");
}

TEST_CASE("PPM and PGM of other depths") {
  auto pixels = [](std::string_view file) {
    Image image;
    const Error error = edgelite::decode_image("picture", std::as_bytes(std::span(file)), image);
    CHECK_MESSAGE(!error, error.message);
    return std::vector<int>(image.pixels.begin(), image.pixels.end());
  };
  using namespace std::string_view_literals;
  CHECK(pixels("P6 1 1 65535 \x00\x00\x80\x80\xff\xff"sv) == std::vector<int>{0, 128, 255});
  CHECK(pixels("P5 2 1 1023 \x03\xff\x01\x00"sv) == std::vector<int>{255, 255, 255, 64, 64, 64});
  CHECK(pixels("P5\n2 1\n15\n\x0f\x05"sv) == std::vector<int>{255, 255, 255, 85, 85, 85});
  CHECK(pixels("P5 2 1 15 \x10 "sv) == std::vector<int>{255, 255, 255, 255, 255, 255});  // above the largest value
}

TEST_CASE("resizing agrees with Pillow's antialiased bilinear filter") {
  const Image image = load("pattern.png");
  CHECK(difference(edgelite::resize(image, 32, 32), load("pattern_32x32.ppm")) <= 1);
  CHECK(difference(edgelite::resize(image, 90, 7), load("pattern_7x90.ppm")) <= 1);
  CHECK(difference(edgelite::resize(image, 1, 1), load("pattern_1x1.ppm")) <= 1);
  CHECK(difference(edgelite::resize(image, 37, 50), image) == 0);
}

TEST_CASE("normalization is (byte - 128) / 64") {
  const std::array<std::uint8_t, 4> bytes{0, 128, 129, 255};
  std::array<float, 4> input{};
  edgelite::normalize(bytes, input);
  CHECK(input == std::array<float, 4>{-2, 0, 1 / 64.f, 127 / 64.f});
}

TEST_CASE("what is no image") {
  CHECK(message("") == "picture: not a PNG, JPEG or PPM image");
  CHECK(message("hello") == "picture: not a PNG, JPEG or PPM image");
  CHECK(message("GIF89a.............") == "picture: not a PNG, JPEG or PPM image");
  CHECK(message("P6 2 2 255 abc") == "picture: truncated: expected 12 bytes of pixels, found 3");
  CHECK(message("P6 1 1 65535 abc") == "picture: truncated: expected 6 bytes of pixels, found 3");
  for (const std::string_view text : {"P6", "P6 ", "P6 2", "P6 2 2", "P6 2 2 255", "P6 2 x 255 abc", "P6 -2 2 255 abc",
                                      "P6 2 99999999999 255 abc", "P6 2 2 0 abc", "P6 2 2 65536 abc", "P6 # no end"})
    CHECK(message(text) == "picture: its header is damaged");
  CHECK(message("P6 0 2 255 abc").find("found 0 x 2") != std::string::npos);
  CHECK(message("P6 16385 2 255 abc").find("found 16385 x 2") != std::string::npos);
  CHECK(message("\x89PNG\r\n\x1a\n").find("picture: not a readable image") == 0);
  Image image;
  CHECK(edgelite::load_image("/nonexistent.png", image).message ==
        "/nonexistent.png: cannot be opened: No such file or directory");
  CHECK(edgelite::load_image(folder, image).message == folder + ": is a folder");
}

TEST_CASE("every truncation is an error") {
  for (const std::string name : {"pattern_1x1.ppm", "pattern_grey.png", "pattern.jpg", "pattern_progressive.jpg"}) {
    const auto bytes = read(name);
    REQUIRE(message(bytes).empty());
    const std::size_t end =
        name.ends_with("png") ? bytes.size() - 12 : bytes.size();  // PNG: its empty last chunk is not missed
    for (std::size_t size = 0; size < end; ++size) {
      CAPTURE(name);
      CAPTURE(size);
      CHECK(!message(std::span(bytes).first(size)).empty());
    }
  }
}

TEST_CASE("JPEG tables and frames that stb_image would overrun") {
  const auto valid = read("pattern.jpg");
  auto after = [&](int marker) {
    for (std::size_t i = 0; i + 1 < valid.size(); ++i)
      if (valid[i] == std::byte{0xff} && valid[i + 1] == static_cast<std::byte>(marker)) return i + 4;
    return std::size_t{0};
  };
  auto with = [&](std::size_t at, int value) {
    auto bytes = valid;
    bytes[at] = static_cast<std::byte>(value);
    return message(bytes);
  };
  const std::size_t table = after(0xc4), frame = after(0xc0);
  CHECK(with(table + 16, 255) == "picture: damaged: a Huffman table of the JPEG is not valid");
  CHECK(with(frame + 5, 4) == "picture: damaged: the JPEG's frame header is not valid");     // components
  CHECK(with(frame + 7, 0x50) == "picture: damaged: the JPEG's frame header is not valid");  // factors 5 and 0
  auto bytes = valid;
  bytes[frame + 7] = std::byte{0x31};
  bytes[frame + 10] = std::byte{0x21};  // 2 does not divide 3
  CHECK(message(bytes) == "picture: damaged: the JPEG's frame header is not valid");
  CHECK(with(20, 0) == "picture: damaged: expected a marker of the JPEG at byte 20");
  bytes = valid;
  bytes[4] = bytes[5] = {};
  CHECK(message(bytes) == "picture: damaged: a segment of the JPEG has no length");
  bytes[4] = bytes[5] = std::byte{0xff};
  CHECK(message(bytes) == "picture: truncated: the JPEG ends before its end marker");
}

TEST_CASE("changed bytes load or are refused") {
  std::uint32_t random = 1;
  for (const std::string name : {"pattern_1x1.ppm", "pattern_palette.png", "pattern.jpg", "pattern_progressive.jpg"}) {
    const auto valid = read(name);
    for (int i = 0; i < 500; ++i) {
      auto bytes = valid;
      for (int k = 0; k < 3; ++k) {
        random = random * 1664525 + 1013904223;
        bytes[(random >> 8) % bytes.size()] = static_cast<std::byte>(random >> 24);
      }
      Image image;
      const Error error = edgelite::decode_image("picture", bytes, image);
      CHECK((error || image.pixels.size() ==
                          3 * static_cast<std::size_t>(image.height) * static_cast<std::size_t>(image.width)));
    }
  }
}

TEST_CASE("images that are too large, and files that unpack to too much, are refused") {
  auto png = read("pattern.png");
  auto set_size = [&](std::uint32_t width, std::uint32_t height) {
    for (std::size_t i = 0; i < 4; ++i)
      png[16 + i] = static_cast<std::byte>(width >> (24 - 8 * i) & 255),
               png[20 + i] = static_cast<std::byte>(height >> (24 - 8 * i) & 255);
  };
  set_size(16385, 1);
  CHECK(message(png) == "picture: expected an image of at most 16384 a side and 64000000 pixels, found 16385 x 1");
  set_size(8001, 8000);
  CHECK(message(png) == "picture: expected an image of at most 16384 a side and 64000000 pixels, found 8001 x 8000");
  set_size(0x7fffffff, 0x7fffffff);
  CHECK(message(png) != "");
  set_size(50, 37);
  CHECK(message(png) == "");
  CHECK(message(bomb(10)) == "");
  CHECK(message(bomb(600'000)) == "");  // 155 MB: unpacked and thrown away
  CHECK(message(bomb(1'100'000)) == "picture: not a readable image: outofmem");
}
