// The line protocol that tests/house added: an account is opened over it, two sales arrive, and the meter's sealed report confirms them.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "../added_world.h"
#include "carry/lines/all.h"
#include "work/head_end/head_end.h"

namespace kwota::house {
namespace {

TEST(AddedProtocol, is_found_by_its_name_and_offered_to_links) {
  ASSERT_TRUE(lines::driver_of("house-line", "").ok());
  const auto known = lines::known_devices().protocols;
  EXPECT_NE(std::ranges::find(known, "house-line"), known.end());
}

TEST(AddedProtocol, says_its_frames_in_words_as_kwota_frame_decode_shows_them) {
  const auto said = lines::driver_of("house-line", "").value()->frame_in_words(hex("5301020304"));
  ASSERT_TRUE(said.ok());
  EXPECT_EQ(said->at("letter"), "S");
  EXPECT_EQ(said->at("bytes"), "01020304");
}

/// A meter that speaks it.
struct Speaker {
  field::World& world;
  MeterNumber number;
  std::uint32_t count = 0, credited = 0, remaining = 0, last = 0;

  Bytes seal_over(ByteView challenge, Bytes message) const {
    seal::LineMac request;
    request.key = {seal::Purpose::meter_parameter, 1};
    put_be64(request.serial.bytes.data(), number.value());
    std::ranges::copy(challenge, request.challenge.begin());
    request.message = std::move(message);
    return *world.vault->perform(request);
  }

  Bytes report() const {
    Bytes image(24);
    put_be64(image.data(), number.value());
    put_be32(image.data() + 8, count);
    put_be32(image.data() + 12, credited);
    put_be32(image.data() + 16, remaining);
    put_be32(image.data() + 20, last);
    return image;
  }

  void take(ByteView message) {
    const auto amount = get_be32(message.data() + 5), n = get_be32(message.data() + 9);
    if (n != count + 1) return;
    count = n;
    last = amount;
    credited += amount;
    remaining += amount;
  }

  Result<dialogue::LineFrame> receive(const dialogue::LineFrame& asked) {
    const ByteView bytes{asked.bytes};
    const auto challenge = bytes.subspan(1, 4);
    if (bytes[0] == 'S') {
      Bytes answer(1, 's');
      append(answer, report());
      append(answer, seal_over(challenge, report()));
      return dialogue::LineFrame{answer};
    }
    const auto message = to_bytes(bytes.subspan(5, bytes.size() - 9));
    const bool genuine = equal(seal_over(challenge, message), bytes.last(4));
    if (genuine) take(message);
    return dialogue::LineFrame{Bytes(1, genuine ? 'c' : 'n')};
  }
};

TEST(AddedProtocol, brings_sales_to_a_meter_and_believes_its_sealed_report) {
  Town town;
  auto& world = *town.world;
  const auto put = world.books->run(books::Actor{"setup", "links_write", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
    books::Decision<Done> decided;
    decided.changes.put.emplace_back(books::Meter{.number = town.meter, .model = "DDSY1352"});
    decided.changes.put.emplace_back(books::MeterLink{.meter = town.meter, .address = "tcp://10.0.0.7:2404", .protocol = "house-line", .changed = world.now()});
    return decided;
  });
  ASSERT_TRUE(put.ok()) << put.error().code;
  const auto opened = town.open(true);
  EXPECT_TRUE(says(opened, "credit 100.00")) << opened;

  Speaker meter{world, town.meter};
  head_end::HeadEnd office{{.books = *world.books,
                            .vault = *world.vault,
                            .schemes = *world.schemes,
                            .clock = world.clock(),
                            .random = world.random,
                            .open = [&meter](const books::MeterLink&) -> Result<head_end::Exchange> {
                              return head_end::Exchange{[&meter](const dialogue::LineFrame& frame) { return meter.receive(frame); }};
                            },
                            .moved = {}}};
  world.take_a_second();
  auto contact = office.contact(town.meter);
  EXPECT_FALSE(contact.trouble) << contact.trouble->code;
  EXPECT_EQ(meter.remaining, 100'00U);
  EXPECT_TRUE(says(town.say("sale first shows"), "applied")) << town.say("sale first shows");

  const auto sold = town.say("wang sells 50.00 to li over the link as second");
  EXPECT_TRUE(says(sold, "n 2")) << sold;
  world.take_a_second();
  contact = office.contact(town.meter);
  EXPECT_FALSE(contact.trouble) << contact.trouble->code;
  EXPECT_EQ(meter.remaining, 150'00U);
  EXPECT_TRUE(says(town.say("sale second shows"), "applied")) << town.say("sale second shows");
}

}  // namespace
}  // namespace kwota::house
