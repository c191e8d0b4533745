"""Everything that the verbs need: one image, the segments, and guests one after the other."""

import contextlib

from guest import Guest
from image import Image
from machine import Machine
from segment import Segment


class Laboratory:
    """The outside of the guest, made once; guests are booted by it."""

    def __init__(self, folder, kernel, programs):
        self.folder = folder
        self._kernel = kernel
        self.initramfs = Image(folder, kernel, programs).build()
        self.segments = [Segment(number, folder) for number in range(2)]
        for segment in self.segments:
            segment.create()
        self.reset()

    def reset(self):
        """Makes the outside as it was at the start, whatever a guest left of it."""
        for segment in self.segments:
            segment.serve()

    @contextlib.contextmanager
    def guest(self, pairs=1, **machine):
        """A freshly booted guest with synthetic NICs on that many segments."""
        segments = self.segments[:pairs]
        with Machine(
                self._kernel, self.initramfs, segments, self.folder, **machine) as booted:
            yield Guest(booted)
