# How hard the compiler tries.
# What is given away is optimised in full where it computes: bytes, ciphers, rows, prices, meters, laws. Rooms that are put together from
# others - use-cases, conversations, pages, the program, field logs - call and wait, and compile in two thirds to four fifths of the time at -O1;
# but for those through which every sale and its quote goes.
# Under sanitizers only what computes is optimised: bytes, ciphers, cards, frames, meters, prices. All else, most
# tests included, compiles two to four times as quickly without; what is looked for is the same, and the sanitizers see at least as
# much. What decodes outside bytes also counts its branches for the fuzzer.
# The debug build of script/test quick optimises the same rooms, and nothing else: its tests run in two thirds of the time.
include_guard()

set(PUT_TOGETHER "^(keys|apps|work)(/|$)|^people/|^serve/(api|desk|counter|lists|lists/made|letters|plans|office|keys|server|paper|report|jobs|queries|words)$|^store/(lists|queries)$|^sim/(bench|demo|field|field/world|season|town)$|^collect/(review|months|waterings)$|^seal/(pkcs11|key_store|ukey|vaults|meter_keys|vectors)$|^carry/(handheld|remote_vending|wire|pcsc|lines|meter_keys|vectors|cards/key_cards|cards/psam)$|^sell/(customer|till|receipt|counter/account|remote|remote_account|purse|purse/recovery|life|rooms|imports|outlets|outlet_float|invoices|stock|plans)$")
set(COMPUTES "^(base|books|meter|store)(/|$)|^seal/(cipher|fields|user_card|purse_card|pump_records)$|^carry/(iso7816|cards|dlt645|qgdw376|dialogue)$|^sell/tariff(/|$)|^sim/(meter|line|reader|town)$|^sim/card_os(/|$)")
# Of these, the rows of the books are templates over all of them: under a sanitizer they take 190 s of processor with -O1 and 65 s without, and
# no test gets that back.
set(ROWS "^(books|store)(/|$)")
# A test that cuts what it tries at every byte, in loops of its own, computes as much as what it tests. (Those of sim/meter do it in the meter's rooms: with
# -O1 they take 65 s of processor to compile and 87 s to run, without 20 s and 112 s.)
set(TESTS_COMPUTE "^meter/pump$")
set(DECODES "^(base|seal|carry|meter)(/|$)|^sell/(tariff(/plan|/use)?|customer|remote_account)$|^sim/card_os(/|$)")
# What a small processor runs too stops there at a word that lies askew; elsewhere nobody minds, and looking costs as much as all other checks.
set(FIRMWARE "^(base/core|devices|models|meter/(parts|core|pump)|seal/(fields|user_card|purse_card|pump_records))$")

# Of what is not optimised a sanitizer names the function alone; where that does not tell enough: cmake --preset asan -DKWOTA_LINES=ON.
set(QUICKLY -O0)
if(NOT KWOTA_LINES)
  list(APPEND QUICKLY -g0)
endif()

# optimised(OBJECTS NAME): OBJECTS is a target, NAME is the room's, or that of what is none.
function(optimised OBJECTS NAME)
  if(NOT KWOTA_SANITIZE)
    if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NAME MATCHES "${PUT_TOGETHER}")
      target_compile_options(${OBJECTS} PRIVATE -O1)
    elseif(KWOTA_QUICK_TESTS AND NAME MATCHES "${COMPUTES}" AND (NOT OBJECTS MATCHES "_test$" OR NAME MATCHES "${TESTS_COMPUTE}"))
      target_compile_options(${OBJECTS} PRIVATE -O1)
    endif()
    return()
  endif()
  if(KWOTA_SANITIZE MATCHES "undefined" AND NOT NAME MATCHES "${FIRMWARE}")
    target_compile_options(${OBJECTS} PRIVATE -fno-sanitize=alignment)
  endif()
  if(OBJECTS MATCHES "_test$")
    if(NOT NAME MATCHES "${TESTS_COMPUTE}")
      target_compile_options(${OBJECTS} PRIVATE ${QUICKLY})
    endif()
    return()
  endif()
  if(NOT NAME MATCHES "${COMPUTES}" OR NAME MATCHES "${ROWS}")
    target_compile_options(${OBJECTS} PRIVATE ${QUICKLY})
  endif()
  if(KWOTA_FUZZ AND NAME MATCHES "${DECODES}")
    target_compile_options(${OBJECTS} PRIVATE -fsanitize=fuzzer-no-link)
  endif()
endfunction()
