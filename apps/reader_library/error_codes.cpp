#include "reader_library/error_codes.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>

#include "base/cause.h"

namespace kwota::reader {
namespace {

struct Code {
  Cause cause;
  int code;
};
constexpr std::array codes{
    Code{Cause::reader_offline, KW_E_PORT}, Code{Cause::card_silent, KW_E_TIMEOUT}, Code{Cause::no_card, KW_E_NO_CARD},
    Code{Cause::card_removed, KW_E_NO_CARD}, Code{Cause::nothing_moved, KW_E_NO_CARD}, Code{Cause::two_cards, KW_E_TWO_CARDS},
    Code{Cause::card_foreign, KW_E_CARD_TYPE}, Code{Cause::card_damaged, KW_E_CARD_TYPE}, Code{Cause::sam_absent, KW_E_NO_PSAM},
    Code{Cause::bad_pin, KW_E_ARGUMENT}, Code{Cause::card_pin_wrong, KW_E_PIN}, Code{Cause::card_pin_locked, KW_E_PIN},
    Code{Cause::card_not_genuine, KW_E_MAC}, Code{Cause::purse_too_empty, KW_E_BALANCE}, Code{Cause::purse_grey, KW_E_GREY},
    Code{Cause::purse_not_grey, KW_E_NOT_GREY}, Code{Cause::card_blocked, KW_E_BLACK_LISTED}, Code{Cause::card_expired, KW_E_EXPIRED},
    Code{Cause::card_changed, KW_E_CHANGED}, Code{Cause::purse_moved_on, KW_E_TORN}, Code{Cause::sharing, KW_E_BUSY},
    Code{Cause::load_sam_without_release, KW_E_NOT_SUPPORTED},
};

/// A status word of the card, or of a SAM beside it.
int code_of_status(unsigned status, bool sam) {
  if ((status & 0xFFF0U) == 0x63C0U) return KW_E_PIN;
  switch (status) {
    case 0x6982:
    case 0x6983: return KW_E_PIN;
    case 0x6984:
    case 0x6987:
    case 0x6988:
    case 0x9302: return KW_E_MAC;
    case 0x9401: return KW_E_BALANCE;
    case 0x9403:
    case 0x6A88: return KW_E_KEY;
    case 0x6985: return sam ? KW_E_BLACK_LISTED : KW_E_GREY;  // a SAM's void list
    case 0x6A82: return sam ? KW_E_NO_PSAM : KW_E_CARD_TYPE;
    case 0x6283:
    case 0x9303: return KW_E_BLACK_LISTED;
    case 0x6A86:
    case 0x6D00:
    case 0x6E00: return KW_E_CARD_TYPE;
    default: return KW_E_OTHER;
  }
}

struct Sentence {
  int code;
  const char *zh, *en, *ru;
};
constexpr std::array sentences{
    Sentence{KW_OK, "完成", "Done.", "Выполнено."},
    Sentence{KW_W_UNCERTIFIED, "卡上已完成，但 PSAM 未确认：请保留记录并报告。", "Done on the card, but the PSAM did not confirm it: keep the record and report it.", "На карте выполнено, но PSAM не подтвердил: сохраните запись и сообщите."},
    Sentence{KW_E_PORT, "没有此读卡器，或卡服务未运行。", "There is no such reader, or the card service does not run.", "Такого считывателя нет, или служба карт не запущена."},
    Sentence{KW_E_TIMEOUT, "卡无应答：取下重放。", "The card does not answer. Take it off and put it back.", "Карта не отвечает. Снимите её и положите снова."},
    Sentence{KW_E_NO_CARD, "没有卡，或卡已取走：未做任何更改。", "There is no card, or it was pulled: nothing was changed.", "Карты нет, или её убрали: ничего не изменено."},
    Sentence{KW_E_TWO_CARDS, "多个读卡器上有卡：请指定读卡器。", "There are cards on several readers: name one.", "Карты лежат на нескольких считывателях: укажите один."},
    Sentence{KW_E_CARD_TYPE, "卡类型不符。", "This is another kind of card.", "Это карта другого вида."},
    Sentence{KW_E_NO_PSAM, "没有 PSAM 或圈存 SAM，也没有授权回调。", "There is no PSAM or load SAM, and nobody who gives the seal.", "Нет PSAM или SAM загрузки, и некому дать подпись."},
    Sentence{KW_E_PIN, "密码错误、已锁定或未输入。", "The PIN is wrong, locked or was not given.", "PIN неверен, заблокирован или не введён."},
    Sentence{KW_E_MAC, "MAC 或 TAC 不正确。", "A MAC or TAC is not right.", "MAC или TAC неверен."},
    Sentence{KW_E_BALANCE, "余额不足，或超过卡的上限。", "There is not enough money on the card, or it would hold too much.", "На карте недостаточно денег, или их стало бы слишком много."},
    Sentence{KW_E_GREY, "卡处于灰锁状态：请在原终端解扣，或凭记录解扣。", "The card is locked: settle it at its terminal, or with the record.", "Карта заблокирована операцией: завершите её на том терминале или по записи."},
    Sentence{KW_E_NOT_GREY, "卡未灰锁。", "The card is not locked.", "Карта не заблокирована операцией."},
    Sentence{KW_E_BLACK_LISTED, "卡已列入黑名单或已停用。", "The card is black-listed or blocked.", "Карта в чёрном списке или заблокирована."},
    Sentence{KW_E_EXPIRED, "卡已过期或尚未生效。", "The card is not valid today.", "Срок действия карты истёк или не начался."},
    Sentence{KW_E_KEY, "没有此版本的密钥。", "There is no key of this version.", "Нет ключа этой версии."},
    Sentence{KW_E_CHANGED, "不是同一张卡：请放回原卡。", "This is another card: put the right one back.", "Это другая карта: положите прежнюю."},
    Sentence{KW_E_TORN, "交易中断，结果未知：放回卡，以相同参数再次调用。", "It is not known whether it was done: put the card back and call the same function again.", "Неизвестно, выполнено ли: верните карту и повторите тот же вызов."},
    Sentence{KW_E_BUFFER, "缓冲区太小。", "The buffer is too small.", "Буфер слишком мал."},
    Sentence{KW_E_ARGUMENT, "参数或句柄错误（fork 之后不可使用）。", "A wrong argument or handle (also after fork).", "Неверный аргумент или дескриптор (также после fork)."},
    Sentence{KW_E_NOT_SUPPORTED, "不支持。", "Not supported.", "Не поддерживается."},
    Sentence{KW_E_BUSY, "读卡器被其他程序占用。", "Another program uses the reader.", "Считыватель занят другой программой."},
    Sentence{KW_E_OTHER, "其他错误：见状态字。", "Another error: see the status word.", "Другая ошибка: см. слово состояния."},
};

}  // namespace

int code_of(const Error& why) {
  const auto cause = cause_of(why);
  if (!cause) return KW_E_OTHER;
  if (const auto found = std::ranges::find(codes, *cause, &Code::cause); found != codes.end()) return found->code;
  const auto status = why.details.find("status");
  if (cause != Cause::card_refused || status == why.details.end()) return KW_E_OTHER;
  return code_of_status(static_cast<unsigned>(std::strtoul(status->second.c_str(), nullptr, 16)), why.details.contains("sam"));
}

const char* sentence_of(int code, const char* language) {
  const auto found = std::ranges::find(sentences, code, &Sentence::code);
  const Sentence& row = found == sentences.end() ? sentences.back() : *found;
  if (language != nullptr && std::strcmp(language, "zh") == 0) return row.zh;
  if (language != nullptr && std::strcmp(language, "ru") == 0) return row.ru;
  return row.en;
}

}  // namespace kwota::reader
