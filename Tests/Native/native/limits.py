"""The limits for every executable; the benchmark shows them too."""

# In bytes. A change that makes the executable larger must state by how much, for each module. 2.8
# MB was the aim; persist with the network managers' own files, and the report, added 0.4 MB.
SIZE = 3_300_000
