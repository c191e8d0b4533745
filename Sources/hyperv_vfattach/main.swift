import Programs

// hyperv_vfattach(8): see Pipeline.swift.
Main.run(.vfattach)
