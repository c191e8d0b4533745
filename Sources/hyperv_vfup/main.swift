import Programs

// hyperv_vfup(8): see Pipeline.swift.
Main.run(.vfup)
