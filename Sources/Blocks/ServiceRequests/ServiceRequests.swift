// ServiceRequests
