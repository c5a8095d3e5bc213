# What the compiler and the linker can do against a damaged memory being used: in programs that are given away
# (Release), not under sanitizers or the fuzzer, which bring their own. tests/package/hardening.py reads it off the program.
include_guard()
include(CheckPIESupported)

if(CMAKE_BUILD_TYPE MATCHES "Rel" AND NOT KWOTA_SANITIZE AND NOT KWOTA_FUZZ)
  check_pie_supported(LANGUAGES CXX)
  set(CMAKE_POSITION_INDEPENDENT_CODE ON)
  add_compile_options(-fstack-protector-strong -fstack-clash-protection -U_FORTIFY_SOURCE)
  # Level 3 sees sizes that are known at run time: g++ 12 and newer.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 12)
    add_compile_options(-D_FORTIFY_SOURCE=3)
  else()
    add_compile_options(-D_FORTIFY_SOURCE=2)
  endif()
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|amd64|i.86")
    add_compile_options(-fcf-protection=full)
  elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64")
    add_compile_options(-mbranch-protection=standard)
  endif()
  add_link_options(-Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)
endif()
