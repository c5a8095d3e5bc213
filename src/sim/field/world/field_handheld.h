// A handheld of a field log: the product's own store and dialogues, before the windows of the log's pumps, over light that takes its time and goes wrong as the
// log says.   Begin with FieldVisit.
#pragma once
#include <set>

#include "carry/dialogue/parties.h"
#include "carry/handheld/device_store.h"
#include "carry/handheld/visit.h"
#include "sim/field/world/words.h"
#include "sim/pump/handheld_files.h"
#include "work/handheld_office/handheld_office.h"

namespace kwota::field {

class World;
struct FieldWell;
struct Difference;

/// What the light at a well does to the next visit there. Questions are counted from 1; 0: none.
struct FieldLight {
  int loses_question = 0, loses_answer = 0, doubles_question = 0, doubles_answer = 0;
  std::optional<std::size_t> breaks_at{};  ///< nothing comes through behind so many bytes, in both directions
  std::string neighbour;                   ///< a well whose window hears and answers too
  bool neighbour_first = false;
};

/// What a crew carries from well to well.
struct FieldHandheld {
  sim::HandheldFiles files;
  std::optional<handheld::DeviceStore> store;
  std::optional<seal::Key> county;  ///< its infrared keys
  std::optional<int> battery{};     ///< for so many questions; nothing: it lasts
  std::set<std::tuple<MeterNumber, handheld::Kind, Bytes>> read;  ///< all that it ever stored, but for what a log took away
  handheld_office::HandedIn folder; ///< as it was copied when it was handed over last
  std::int64_t hand_over = 0;       ///< as the office knows it
  std::optional<handheld::Signed> receipt{};

  /// Once: where it stands then it stays.
  Result<void> begin(seal::Key keys);
};

/// Somebody holds it to a window. All of one visit: the light's faults are over when it ends.
class FieldVisit {
 public:
  /// `called`: the number that was typed in; any: whoever is before the window.
  FieldVisit(World& world, FieldHandheld& device, FieldWell& well, dlt645::Address called = dlt645::Address::any());
  ~FieldVisit();
  FieldVisit(const FieldVisit&) = delete;
  FieldVisit& operator=(const FieldVisit&) = delete;

  /// Both have proved themselves: a proof that was lost on its way is made anew. Errors: those of prove(), `battery_out`.
  Result<handheld::Session> session();
  handheld::DeviceStore& store();
  LocalTime time() const;
  dlt645::Address called() const { return called_; }
  int questions() const { return questions_; }
  Duration took() const { return Duration::ms(light_us_ / 1000); }

  template <class T>
  Result<T> run(handheld::Dialogue<T> conversation) {
    auto result = dialogue::run(conversation, parties());
    if (!result.ok()) session_.reset();
    return result;
  }

 private:
  struct Windows;
  dialogue::Parties parties();
  Result<dialogue::LineFrame> ask(const dialogue::LineFrame& frame);
  Bytes heard(const Bytes& asked);
  Result<void> keep(const dialogue::JournalNote& note);
  void takes(std::size_t bytes);

  World& world_;
  FieldHandheld& device_;
  FieldWell& well_;
  dlt645::Address called_;
  std::unique_ptr<Windows> windows_;
  std::optional<handheld::Session> session_{};
  int questions_ = 0;
  std::size_t bytes_ = 0;
  std::int64_t light_us_ = 0, passed_us_ = 0;
};

/// The wells stand in the books, each with its meter and the terminal of the module in it: a new one from the day after the old one's last.
Result<void> register_wells(World& world);

/// What a handheld ever read is in its store, or in the books: it gives up what the office has.
Result<std::optional<Difference>> check_handhelds(World& world);

}  // namespace kwota::field
