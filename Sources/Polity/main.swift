print("polity")
