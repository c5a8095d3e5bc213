// What a handheld knows of a meter by what it keeps of it: where the last reading ended, what would come twice, who still hangs.
// Begin with Known.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <span>

#include "seal/handheld_store/store_file.h"
#include "seal/pump_records/records.h"

namespace kwota::handheld {

class Known {
 public:
  Known() = default;
  explicit Known(const std::vector<Entry>& entries);
  void add(const Entry& entry);

  /// All of it so far the office has signed for, or taken in itself.
  void office_has_all();

  bool has(Kind kind, ByteView bytes) const;
  /// A change or a card fault that is lost no more when this handheld is.
  bool office_has(Kind kind, ByteView bytes) const;
  /// The hung record of this number, as it was read last.
  bool office_has_hung(std::uint32_t number) const;
  /// The newest usage record that was read; nothing: none. A new module's first watering is number 0.
  const std::optional<pump::UsageRecord>& last() const { return last_; }
  std::uint32_t last_number() const { return last_ ? last_->number : 0; }
  /// The month that its pump settled after that one's end; nothing newer is there before its next settlement day.
  bool has_month_before(const pump::Moment& now, unsigned settlement_day, unsigned settlement_hour) const;
  /// Usage records of users who hang, read without their settlement; rising.
  std::vector<std::uint32_t> unsettled() const;
  /// He hung, and his proof has been read since.
  bool is_settled(std::uint32_t number) const;
  /// Hung records as they were read last, by number.
  const std::map<std::uint32_t, pump::HungRecord>& hung() const { return hung_; }
  /// Numbers of hung records that the meter knows to be stored. Another module's user under the same number is another one.
  bool is_acknowledged(std::uint32_t number) const;
  bool is_released(std::uint32_t number) const;
  /// A hung record of another well that the pump took, and that none of as many as it keeps has followed.
  bool is_brought(ByteView record) const;
  /// Cards that the meter took under that edition of the black list; nothing: nobody who tells this has brought it there.
  const std::set<CardSerial>* delivered(std::uint16_t edition) const;
  /// Whoever brought that edition there, it has these cards.
  void has_list(std::uint16_t edition, std::span<const CardSerial> cards) { delivered_[edition].insert(cards.begin(), cards.end()); }

 private:
  void add_usage(const pump::UsageRecord& usage);
  void add_hung(const pump::HungRecord& hung);

  std::set<std::pair<Kind, Bytes>> seen_, at_office_;
  /// A user who hung, under his number.
  struct Hung {
    pump::Moment start;
    bool settled = false;
  };
  std::optional<pump::UsageRecord> last_{};
  int last_month_ = -1;  ///< that was settled, counted from January 2000
  std::map<std::uint32_t, Hung> users_;
  std::set<std::uint32_t> acknowledged_, released_;
  std::map<std::uint32_t, pump::HungRecord> hung_;
  std::vector<Bytes> brought_;  ///< the last one last
  std::map<std::uint16_t, std::set<CardSerial>> delivered_;
};

/// What a handheld remembers of a meter when its store was handed over and cleared: as much as it takes to read nothing twice.
std::vector<Entry> remembered(const std::vector<Entry>& entries);

/// Both tell of one lock; what came of it may have changed since.
bool same_lock(const pump::UsageRecord& a, const pump::UsageRecord& b);

/// Of bytes that have the length; nothing: they are no such record.
std::optional<pump::UsageRecord> usage_in(ByteView bytes);
std::optional<pump::HungRecord> hung_in(ByteView bytes);
/// Packed BCD, lowest byte first, at most nine bytes.
std::optional<std::uint32_t> number_in(ByteView bytes);

}  // namespace kwota::handheld
