// The key office's card desk with the readers and the people of this server. Begin with at_key_cards().
#pragma once
#include "serve/api/asked.h"
#include "serve/desk/card_desk.h"
#include "work/key_card_desk/key_card_desk.h"
#include "work/office_link/counters_link.h"

namespace kwota::serve {

/// The desk's readers; the console is told which card is wanted.
class DeskReaders final : public key_card_desk::Readers {
 public:
  explicit DeskReaders(ServerParts& server) : server_(server) {}
  Result<std::string> reader_with(const CardSerial& card, Duration patience) override { return server_.desk.reader_with(card, patience); }
  Result<wire::CardSession> connect(const std::string& reader) override { return server_.desk.connect(reader); }
  void want(const CardSerial& card, std::size_t place) override {
    server_.events.publish("keys", boost::json::object{{"what", "card_wanted"}, {"card", to_text(card)}, {"place", place}}, {.permission = "keys_read"});
  }

 private:
  ServerParts& server_;
};

/// `work`: (KeyCardDesk&) -> Result<T>. On the desk's thread.
template <class Work>
auto at_key_cards(ServerParts& server, Work work) {
  DeskReaders readers(server);
  key_card_desk::KeyCardDesk desk({.books = server.books,
                                   .office = *server.keys,
                                   .readers = readers,
                                   .in_counter = [&server](const CardSerial& card, const iso7816::Command& command) { return server.link->ask_card(card, command); }});
  return work(desk);
}

}  // namespace kwota::serve
