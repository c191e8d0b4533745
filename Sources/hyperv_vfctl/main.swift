import Programs

// hyperv_vfctl(8): see Pipeline.swift.
Main.run(.vfctl)
