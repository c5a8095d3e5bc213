// A technician's contact with one meter on a line: how it is named on the command line, the open line, and a vault
// that seals for it: with the TEST KEY SET, or with the sample keys of a folder. Begin with link_options(), Contact::open().
#pragma once
#include "carry/remote_vending/remote_vending.h"
#include "carry/wire/meter_line.h"
#include "kwota/books/books_desk.h"
#include "kwota/server/server_desk.h"
#include "kwota/verb.h"
#include "seal/vault/software_vault.h"

namespace kwota::app {

struct LinkOptions {
  std::string address, link, meter, sample_keys;
  int patience_ms = 3000;
  bool json = false;  ///< what is shown, for programs
  ByBooks books;    ///< of a verb that acts
  ByServer server;  ///< an address: a running server does it
};
/// ADDRESS, --link, --meter, --patience and --sample-keys.
std::vector<Option> link_options(LinkOptions& options, bool required = true);
/// --server and --wait.
std::vector<Option> server_options(ByServer& server);
/// The same for a verb that acts, and --data, --as and --second: whoever has books acts by them, over the line that they know or one that
/// is named.
std::vector<Option> acting_options(LinkOptions& options);
/// What is wrong with them together; empty: nothing.
std::string wrong_acting(const LinkOptions& options);
/// Whoever orders it signs in at the server.
LinkOptions by_server(LinkOptions options);
/// Books or a server were named: the utility's own keys.
inline bool of_the_utility(const LinkOptions& options) { return !options.books.data.empty() || !options.server.address.empty(); }

/// A meter on an open line, and the vault that seals for it.
class Contact {
 public:
  static Result<Contact> open(const LinkOptions& options);
  dialogue::Parties parties();
  /// The real address, when it was asked for by wildcards.
  Result<dlt645::Station> station(const LinkOptions& options);
  dlt645::Address address() const { return address_; }
  /// A dialogue of the edition of 2007: where the meter is silent to it, and why.
  template <class T>
  Result<T> hold(dialogue::Dialogue<T> dialogue) {
    auto held = dialogue::run(std::move(dialogue), parties());
    if (!held.ok()) return true_reason(held.error());
    return held;
  }
  /// Of a meter's silence; another error stays.
  Error true_reason(Error error);

 private:
  Contact(dlt645::Address address, std::unique_ptr<wire::MeterLine> line, const seal::RootOf& roots);
  dlt645::Address address_;
  std::unique_ptr<wire::MeterLine> line_;
  std::unique_ptr<seal::SoftwareVault> vault_;
};

dlt645::Random1 fresh_random();

}  // namespace kwota::app
