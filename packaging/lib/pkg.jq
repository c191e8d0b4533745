# The +MANIFEST of pkg-create(8), in the order of its fields there.

# What the plist says by a keyword.
def keyword($name): "@\($name) " as $start
  | $plist | split("\n") | map(select(startswith($start)) | ltrimstr($start));

# pkg(8) reads these texts with %XX in them.
def encoded: gsub("%"; "%25");

# What @sample stands for, in Lua of pkg-lua-script(5): a file's copy without .sample at its end is
# made where it is not there, and goes with the package where it is as it came.
def sample($script): rtrimstr(".sample") as $name | [
  "local settings = pkg.prefixed_path(\"\($name)\")",
  "local sample = settings .. \".sample\"",
  $script
] | join("\n");
def copied: "if not pkg.stat(settings) then
  pkg.copy(sample, settings)
end";
def removed: "if pkg.filecmp(sample, settings) == 0 then
  os.remove(settings)
elseif pkg.stat(settings) then
  pkg.print_msg(settings .. \": has changes, and stays\")
end";

# Of each message the kind of run that shows it, and its text.
def messages: [
  $message | match("type: (\\w+)\\s+message: <<EOM\\n([\\s\\S]*?)\\nEOM\\n"; "g").captures
  | {message: .[1].string, type: .[0].string}
];

# Lines NAME SIZE SUM.
($files | rtrimstr("\n") | split("\n") | map(split(" "))) as $files
| ($CATEGORIES | split(" ")) as $categories
| ($plist | split("\n") | map(select(startswith("@") and (test("^@(sample|preunexec) ") | not))))
| if . != [] then error("pkg-plist: \(.[0]): not known here") else . end
| {
  name: "hyperv-vf",
  origin: "\($categories[0])/hyperv-vf",
  version: $version,
  comment: $COMMENT,
  maintainer: $MAINTAINER,
  # What pkg-create(8) writes where there is no site.
  www: "UNKNOWN",
  abi: $abi,
  arch: $arch,
  prefix: $prefix,
  flatsize: ($files | map(.[1] | tonumber) | add),
  licenselogic: "single",
  licenses: [$LICENSE],
  desc: ($descr | rtrimstr("\n") | encoded),
  categories: $categories,
  # pkg(8) refuses an older system: the executables need libc.so.7 of 14.0.
  annotations: {FreeBSD_version: "1400097"},
  files: ($files | map({(.[0]): "1$\(.[2])"}) | add),
  scripts: {
    "pre-deinstall": (keyword("preunexec") | map(gsub("%D"; $prefix)) | join("\n") | encoded)
  },
  lua_scripts: {
    "post-install": (keyword("sample") | map(sample(copied))),
    "pre-deinstall": (keyword("sample") | map(sample(removed)))
  },
  messages: messages
}
