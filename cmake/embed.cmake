# cmake -DIN=file;file -DOUT=x.cpp -P embed.cmake: files as bytes in a C++ source: `extern const std::map<name, text>`.
set(TEXT "#include \"serve/words/embedded.h\"\n\nnamespace kwota::serve {\n\nconst std::map<std::string, std::string, std::less<>>& embedded_dictionaries() {\n  static const std::map<std::string, std::string, std::less<>> all{\n")
foreach(FILE ${IN})
  get_filename_component(NAME ${FILE} NAME_WE)
  file(READ ${FILE} CONTENT)
  # One string literal a line keeps below the compilers' limit of a literal's length.
  string(REPLACE "\\" "\\\\" CONTENT "${CONTENT}")
  string(REPLACE "\"" "\\\"" CONTENT "${CONTENT}")
  string(REPLACE "\n" "\\n\"\n     \"" CONTENT "${CONTENT}")
  string(APPEND TEXT "    {\"${NAME}\",\n     \"${CONTENT}\"},\n")
endforeach()
string(APPEND TEXT "  };\n  return all;\n}\n\n}  // namespace kwota::serve\n")
file(WRITE ${OUT} "${TEXT}")
