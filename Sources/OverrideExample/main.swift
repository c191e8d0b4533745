import Programs
