// Places that can be witnesses of the books, one file each; a new kind is a file and a line of the list.
//   /mnt/other/kwota.log          a file on another disk, a share of the network
//   syslog:                       this machine's syslog, which passes it on; syslog:/path another socket, syslog://host:514 over UDP
//   https://witness.example/kwota an address that takes the newest line by POST and gives it back by GET (http:// inside of the house)
// Never: keeps anything itself.   Begin with witness_at().
#pragma once
#include <iosfwd>
#include <string>

#include "store/witness.h"

namespace kwota::store {

/// Error `bad_witness`{witness}.
Result<std::shared_ptr<const Witness>> witness_at(const std::string& place);
Result<Witnesses> witnesses_at(const std::vector<std::string>& places);

// What the kinds share: "number hash time" and a line end.
std::string witness_line(const Mark& mark, Instant time);
/// The last whole line; one that was torn by a crash is passed over.
std::optional<Mark> newest_line(std::istream& lines);
Error bad_witness(const std::string& place);

Result<std::shared_ptr<const Witness>> file_witness(const std::string& place);
Result<std::shared_ptr<const Witness>> syslog_witness(const std::string& place);
Result<std::shared_ptr<const Witness>> http_witness(const std::string& place);

}  // namespace kwota::store
