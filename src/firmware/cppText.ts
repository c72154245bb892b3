/**
 * Text from outside (a device's name, a payload config) for a `//` comment: one line, whatever it is. A backslash at the
 * end would make the next line part of the comment, and the trigraph `??/` is one in old compilers.
 */
export function commentText(text: string): string {
  const line = text
    // Control characters, line separators and what reorders or hides text.
    .replace(
      /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]+/g,
      ' ',
    )
    .replace(/\\/g, '/')
    .replace(/\?\?/g, '? ?')
    .trim();
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}

/** A name for a struct's member that is legal, no macro of a core, and not taken yet. */
export function memberName(name: string, taken: ReadonlySet<string>): string {
  const legal = name.replace(/\W/g, '_');
  // Cores define upper-case names as macros (`B1`, `PI`, `ADC`, `SP`); two underscores belong to the compiler.
  const needsPrefix = !/^[a-z]/i.test(legal) || !/[a-z]/.test(legal) || legal.includes('__');
  const base = (needsPrefix ? `field_${legal}` : legal).replace(/__+/g, '_');
  const isFree = (each: string) => !taken.has(each) && !reserved.has(each);
  if (isFree(base)) return base;
  for (let number = 2; ; number++) {
    const next = `${base}_${number}`;
    if (isFree(next)) return next;
  }
}

/** Keywords of C++11 to C++20, lower-case macros of C libraries, and the names the generated struct uses itself. */
const reserved: ReadonlySet<string> = new Set(
  (
    'alignas alignof and and_eq asm auto bitand bitor bool break case catch char char8_t char16_t char32_t class compl ' +
    'concept const consteval constexpr constinit const_cast continue co_await co_return co_yield decltype default delete ' +
    'do double dynamic_cast else enum explicit export extern false float for friend goto if inline int long mutable ' +
    'namespace new noexcept not not_eq nullptr operator or or_eq private protected public register reinterpret_cast ' +
    'requires return short signed sizeof static static_assert static_cast struct switch template this thread_local throw ' +
    'true try typedef typeid typename typeof union unsigned using virtual void volatile wchar_t while xor xor_eq final ' +
    'override import module stdin stdout stderr errno unix linux boolean byte word uint8_t uint16_t uint32_t uint64_t ' +
    'int8_t int16_t int32_t int64_t size_t memset memcpy ' +
    'payloadSize pack printHex bytes out each putBits putLittleEndian putText float32Bits float64Bits SigfoxPayload Print'
  ).split(' '),
);
