"""What every image is held to; the benchmark shows it too."""

# In bytes. Who makes an image larger tells by how much, module by module.
SIZE = 2_800_000
