# Makes the +MANIFEST of pkg-create(8), with the fields in the order of that page.

# The arguments of a keyword in the plist.
def keyword($name): "@\($name) " as $start
  | $plist | split("\n") | map(select(startswith($start)) | ltrimstr($start));

# pkg(8) decodes %XX in these texts.
def encoded: gsub("%"; "%25");

# The effect of @sample, in Lua of pkg-lua-script(5). A file NAME.sample is copied to NAME if NAME
# does not exist. If NAME is still an unchanged copy, it is removed with the package.
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

# For each message: the kind of run that shows it, and its text.
def messages: [
  $message | match("type: (\\w+)\\s+message: <<EOM\\n([\\s\\S]*?)\\nEOM\\n"; "g").captures
  | {message: .[1].string, type: .[0].string}
];

# The lines NAME SIZE SUM, split.
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
  # The value that pkg-create(8) writes if there is no site.
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
